/** Who may do what: every command by everybody, in a group, in `#everyone` and in direct conversations. */
import {expect, test} from 'vitest';
import {type CommandName, commands} from '../../source/protocol/commands.ts';
import {answerOf, type Question, requests} from '../helpers/rights-requests.ts';
import {readRights, tryRights} from '../helpers/rights-table.ts';
import {
	type Asker,
	type DirectPeer,
	makeWorld,
	type Places,
	World,
} from '../helpers/rights-world.ts';

const timeoutMs = 180_000;

/** Whom a command means in the first table; elsewhere it is `mate`, a member as others. */
const named: Partial<Record<CommandName, string>> = {
	'answer-friend': 'fan',
	'remove-friend': 'pal',
	'unblock-account': 'blocked',
	'invite-member': 'guest',
	'unmute-member': 'muted',
	'unban-member': 'exile',
	'unban-talk': 'silent',
	unban: 'outlaw',
};

/**
 * In the group `team`. `exile` is banned from it, `muted` may not write in it, `silent` nowhere, and `root`
 * administers the server, by which nobody gets into a conversation.
 */
const inGroup = readRights(`
	                          stranger           exile              member             muted              silent             admin              owner              root
	hello                     done               done               done               done               done               done               done               done
	ping                      done               done               done               done               done               done               done               done
	register                  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in
	log-in                    already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in
	resume                    already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in  already-logged-in
	log-out                   done               done               done               done               done               done               done               done
	list-devices              done               done               done               done               done               done               done               done
	revoke-device             done               done               done               done               done               done               done               done
	get-account               done               done               done               done               done               done               done               done
	set-profile               done               done               done               done               talk-banned        done               done               done
	set-avatar                done               done               done               done               talk-banned        done               done               done
	fetch-picture             done               done               done               done               done               done               done               done
	set-presence              done               done               done               done               done               done               done               done
	change-password           done               done               done               done               done               done               done               done
	delete-account            done               done               done               done               done               done               done               forbidden
	set-preferences           done               done               done               done               done               done               done               done
	list-conversations        done               done               done               done               done               done               done               done
	fetch-entries             not-a-member       not-a-member       done               done               done               done               done               not-a-member
	mark-read                 not-a-member       not-a-member       done               done               done               done               done               not-a-member
	mark-delivered            not-a-member       not-a-member       done               done               done               done               done               not-a-member
	set-notifications         not-a-member       not-a-member       done               done               done               done               done               not-a-member
	set-retention             not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	send-message              not-a-member       not-a-member       done               muted              talk-banned        done               done               not-a-member
	edit-message              not-a-member       not-a-member       forbidden          forbidden          forbidden          forbidden          forbidden          not-a-member
	recall-message            not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	hide-message              not-a-member       not-a-member       done               done               done               done               done               not-a-member
	react-to-message          not-a-member       not-a-member       done               muted              talk-banned        done               done               not-a-member
	pin-message               not-a-member       not-a-member       forbidden          muted              talk-banned        done               done               not-a-member
	reflect                   done               done               done               done               done               done               done               done
	set-typing                not-a-member       not-a-member       done               done               done               done               done               not-a-member
	start-upload              done               done               done               done               done               done               done               done
	write-chunk               done               done               done               done               done               done               done               done
	finish-upload             done               done               done               done               done               done               done               done
	cancel-upload             done               done               done               done               done               done               done               done
	fetch-chunk               not-a-member       not-a-member       done               done               done               done               done               not-a-member
	list-files                not-a-member       not-a-member       done               done               done               done               done               not-a-member
	list-people               done               done               done               done               done               done               done               done
	get-person                done               done               done               done               done               done               done               done
	request-friend            done               done               done               done               talk-banned        done               done               done
	answer-friend             done               done               done               done               done               done               done               done
	remove-friend             done               done               done               done               done               done               done               done
	block-account             done               done               done               done               done               done               done               done
	unblock-account           done               done               done               done               done               done               done               done
	open-direct               done               done               done               done               done               done               done               done
	create-group              done               done               done               done               talk-banned        done               done               done
	join-group                done               forbidden          done               done               done               done               done               done
	list-groups               done               done               done               done               done               done               done               done
	change-group              not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	set-group-picture         not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	delete-group              not-a-member       not-a-member       forbidden          forbidden          forbidden          forbidden          done               not-a-member
	create-group-invitation   not-a-member       not-a-member       done               done               done               done               done               not-a-member
	revoke-group-invitations  not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	leave-group               not-a-member       not-a-member       done               done               done               done               done               not-a-member
	invite-member             not-a-member       not-a-member       done               done               talk-banned        done               done               not-a-member
	remove-member             not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	set-member-role           not-a-member       not-a-member       forbidden          forbidden          forbidden          forbidden          done               not-a-member
	mute-member               not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	unmute-member             not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	ban-member                not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	unban-member              not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	list-member-bans          not-a-member       not-a-member       forbidden          forbidden          forbidden          done               done               not-a-member
	list-members              not-a-member       not-a-member       done               done               done               done               done               not-a-member
	claim-admin               code-invalid       code-invalid       code-invalid       code-invalid       code-invalid       code-invalid       code-invalid       code-invalid
	create-invitation         forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	set-admin                 forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	kick-account              forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	ban-talk                  forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	unban-talk                forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	ban                       forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	unban                     forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	list-bans                 forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	list-audit                forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	get-stats                 forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	shut-down                 forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
	change-server             forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          forbidden          done
`);

const messageIn = ({messages}: Places, place: string) => {
	const message = messages[place];
	if (message === undefined) {
		throw new Error(`nobody has written ${place}`);
	}

	return message;
};

test('every command stands in the table', () => {
	expect(Object.keys(inGroup).toSorted()).toEqual(Object.keys(commands).toSorted());
	expect(Object.keys(requests).toSorted()).toEqual(Object.keys(commands).toSorted());
});

test('every command answers everybody as the table says', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {places} = world;
	const found = await tryRights(inGroup, (row, column) =>
		world.try(column as Asker, client => {
			const command = row as CommandName;
			const kind = command === 'fetch-chunk' ? 'team file mate' : 'team mate';
			const message = messageIn(places, kind);
			const name = named[command] ?? 'mate';
			return answerOf(command, {places, client, conversation: places.team, message, name});
		}),
	);
	expect(found).toEqual(inGroup);
});

test('who is not logged in comes in, and does nothing else', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {team} = world.places;
	for (const command of Object.keys(commands) as CommandName[]) {
		const codes = await world.try('nobody', async client => {
			// What a request needs somebody logged in finds out.
			const finder = await world.enter('member');
			const {places} = world;
			const message = messageIn(places, 'team mate');
			const question: Question = {
				places,
				client: finder,
				conversation: team,
				message,
				name: 'mate',
			};
			const body = await requests[command](question);
			const code = await client.codeOf(command, body as never);
			const isIn = (await client.codeOf('get-account', {})) === 'done';
			finder.socket.destroy();
			return isIn ? `${code} and in` : code;
		});
		const expected: Partial<Record<CommandName, string>> = {
			hello: 'done',
			ping: 'done',
			register: 'done and in',
			'log-in': 'done and in',
			resume: 'token-invalid',
		};
		expect([command, codes]).toEqual([command, expected[command] ?? 'not-logged-in']);
	}
});

/**
 * Conversations without roles. In `#everyone` administrators of the server keep order; in direct ones nobody does,
 * and a block between the two keeps both from writing: who made it is told so, the other is not.
 */
const elsewhere = readRights(`
	                          everyone/member  everyone/root  everyone/silent  direct/member  blocked/member  blocker/member  gone/member    outlaw/member  direct/stranger  direct/root
	fetch-entries             done             done           done             done           done            done            done           done           not-a-member     not-a-member
	mark-read                 done             done           done             done           done            done            done           done           not-a-member     not-a-member
	mark-delivered            done             done           done             done           done            done            done           done           not-a-member     not-a-member
	set-notifications         done             done           done             done           done            done            done           done           not-a-member     not-a-member
	set-retention             forbidden        done           forbidden        done           forbidden       undeliverable   undeliverable  done           not-a-member     not-a-member
	send-message              done             done           talk-banned      done           forbidden       undeliverable   undeliverable  done           not-a-member     not-a-member
	edit-message              forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	recall-message            forbidden        done           forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	hide-message              done             done           done             done           done            done            done           done           not-a-member     not-a-member
	react-to-message          done             done           talk-banned      done           forbidden       undeliverable   undeliverable  done           not-a-member     not-a-member
	pin-message               forbidden        done           talk-banned      done           forbidden       undeliverable   undeliverable  done           not-a-member     not-a-member
	set-typing                done             done           done             done           done            done            done           done           not-a-member     not-a-member
	list-files                done             done           done             done           done            done            done           done           not-a-member     not-a-member
	list-members              done             done           done             done           done            done            done           done           not-a-member     not-a-member
	change-group              forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	set-group-picture         forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	delete-group              forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	create-group-invitation   forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	revoke-group-invitations  forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	leave-group               forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	invite-member             forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	remove-member             forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	set-member-role           forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	mute-member               forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	unmute-member             forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	ban-member                forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	unban-member              forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
	list-member-bans          forbidden        forbidden      forbidden        forbidden      forbidden       forbidden       forbidden      forbidden      not-a-member     not-a-member
`);

test('conversations without roles answer as the table says', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {places} = world;
	const find = (place: string): Pick<Question, 'conversation' | 'message'> => {
		if (place === 'everyone') {
			return {conversation: places.everyone, message: messageIn(places, 'everyone mate')};
		}

		const peer = (place === 'direct' ? 'mate' : place) as DirectPeer;
		const message = messageIn(places, `direct ${peer} ${peer}`);
		return {conversation: places.direct[peer], message};
	};
	const found = await tryRights(elsewhere, (row, column) => {
		const [place = '', asker] = column.split('/');
		return world.try(asker as Asker, client =>
			answerOf(row as CommandName, {places, client, ...find(place), name: 'mate'}),
		);
	});
	expect(found).toEqual(elsewhere);
});

test('of three people each may leave a direct conversation', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {trio} = world.places;
	for (const asker of ['member', 'mate', 'guest'] as const) {
		const leave = () =>
			world.try(asker, client => client.codeOf('leave-group', {conversation: trio}));
		expect(await leave()).toBe('done');
	}
});
