/** Of whom and of what one may do it: oneself, others, the blocked, banned, muted and deleted; one's own messages and those of others. */
import {expect, test} from 'vitest';
import type {CommandName} from '../../source/protocol/commands.ts';
import {answerOf} from '../helpers/rights-requests.ts';
import {readRights, tryRights} from '../helpers/rights-table.ts';
import {type Asker, makeWorld, World, writers} from '../helpers/rights-world.ts';
import {sendCode} from '../helpers/team.ts';
import type {WireAccount} from '../helpers/wire-client.ts';

const timeoutMs = 180_000;

/**
 * Whom a command names. `blocked` is blocked by whoever asks, `blocker` has blocked them; `outlaw` is banned from the
 * server, `gone` deleted, `unknown` nobody's name. Of a deleted account nothing is told but that there is none.
 * Where a member is brought in the group is `club`, in which none of them is.
 */
const people = readRights(`
	                        self        stranger    mate        admin              owner              muted       exile       silent      blocked        blocker        outlaw      root        gone        unknown
	get-person/member       done        done        done        done               done               done        done        done        done           done           done        done        not-found   not-found
	open-direct/owner       forbidden   done        done        done               forbidden          done        done        done        undeliverable  undeliverable  done        done        not-found   not-found
	create-group/member     done        done        done        done               done               done        done        done        undeliverable  undeliverable  done        done        not-found   not-found
	request-friend/member   forbidden   done        done        done               done               done        done        done        forbidden      done           done        done        not-found   not-found
	answer-friend/member    forbidden   not-found   not-found   not-found          not-found          not-found   not-found   not-found   not-found      not-found      not-found   not-found   not-found   not-found
	remove-friend/member    forbidden   not-found   not-found   not-found          not-found          not-found   not-found   not-found   not-found      not-found      not-found   not-found   not-found   not-found
	block-account/member    forbidden   done        done        done               done               done        done        done        done           done           done        done        not-found   not-found
	unblock-account/member  forbidden   not-found   not-found   not-found          not-found          not-found   not-found   not-found   done           not-found      not-found   not-found   not-found   not-found

	invite-member/admin     already-a-member  done  done        already-a-member   already-a-member   done        forbidden   done        undeliverable  undeliverable  done        done        not-found   not-found
	remove-member/admin     forbidden   not-found   done        forbidden          forbidden          done        not-found   done        done           done           done        not-found   not-found   not-found
	set-member-role/admin   forbidden   not-found   forbidden   forbidden          forbidden          forbidden   not-found   forbidden   forbidden      forbidden      forbidden   not-found   not-found   not-found
	mute-member/admin       forbidden   not-found   done        forbidden          forbidden          done        not-found   done        done           done           done        not-found   not-found   not-found
	unmute-member/admin     forbidden   not-found   not-found   forbidden          forbidden          done        not-found   not-found   not-found      not-found      not-found   not-found   not-found   not-found
	ban-member/admin        forbidden   done        done        forbidden          forbidden          done        done        done        done           done           done        done        not-found   not-found
	unban-member/admin      forbidden   not-found   not-found   forbidden          forbidden          not-found   done        not-found   not-found      not-found      not-found   not-found   not-found   not-found

	invite-member/owner     already-a-member  done  done        already-a-member   already-a-member   done        forbidden   done        undeliverable  undeliverable  done        done        not-found   not-found
	remove-member/owner     forbidden   not-found   done        done               forbidden          done        not-found   done        done           done           done        not-found   not-found   not-found
	set-member-role/owner   forbidden   not-found   done        done               forbidden          done        not-found   done        done           done           done        not-found   not-found   not-found
	mute-member/owner       forbidden   not-found   done        done               forbidden          done        not-found   done        done           done           done        not-found   not-found   not-found
	unmute-member/owner     forbidden   not-found   not-found   not-found          forbidden          done        not-found   not-found   not-found      not-found      not-found   not-found   not-found   not-found
	ban-member/owner        forbidden   done        done        done               forbidden          done        done        done        done           done           done        done        not-found   not-found
	unban-member/owner      forbidden   not-found   not-found   not-found          forbidden          not-found   done        not-found   not-found      not-found      not-found   not-found   not-found   not-found

	set-admin/root          done        done        done        done               done               done        done        done        done           done           forbidden   done        not-found   not-found
	kick-account/root       forbidden   done        done        done               done               done        done        done        done           done           done        forbidden   not-found   not-found
	ban-talk/root           forbidden   done        done        done               done               done        done        done        done           done           done        forbidden   not-found   not-found
	unban-talk/root         not-found   not-found   not-found   not-found          not-found          not-found   not-found   done        not-found      not-found      not-found   not-found   not-found   not-found
	ban/root                forbidden   done        done        done               done               done        done        done        done           done           done        forbidden   not-found   not-found
	unban/root              not-found   not-found   not-found   not-found          not-found          not-found   not-found   not-found   not-found      not-found      done        not-found   not-found   not-found
`);

test('every person can be named as the table says', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {places} = world;
	const message = {conversation: places.team, seq: 1};
	const found = await tryRights(people, (row, column) => {
		const [command, asker] = row.split('/') as [CommandName, Asker];
		const conversation = command === 'invite-member' ? places.club : places.team;
		const name = column === 'self' ? asker : column;
		return world.try(asker, client =>
			answerOf(command, {places, client, conversation, message, name}),
		);
	});
	expect(found).toEqual(people);
});

/** Whose message in `team` it is. What stands in a group outlives blocks, bans and its sender's account. */
const messages = readRights(`
	                         member      mate        muted       silent      admin       owner       blocked     blocker     gone        outlaw
	edit-message/member      done        forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	edit-message/muted       forbidden   forbidden   muted       forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	edit-message/silent      forbidden   forbidden   forbidden   talk-banned forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	edit-message/admin       forbidden   forbidden   forbidden   forbidden   done        forbidden   forbidden   forbidden   forbidden   forbidden
	edit-message/owner       forbidden   forbidden   forbidden   forbidden   forbidden   done        forbidden   forbidden   forbidden   forbidden
	recall-message/member    done        forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	recall-message/muted     forbidden   forbidden   done        forbidden   forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	recall-message/silent    forbidden   forbidden   forbidden   done        forbidden   forbidden   forbidden   forbidden   forbidden   forbidden
	recall-message/admin     done        done        done        done        done        forbidden   done        done        done        done
	recall-message/owner     done        done        done        done        done        done        done        done        done        done
	react-to-message/member  done        done        done        done        done        done        done        done        done        done
	pin-message/admin        done        done        done        done        done        done        done        done        done        done
	hide-message/member      done        done        done        done        done        done        done        done        done        done
	hide-message/silent      done        done        done        done        done        done        done        done        done        done
`);

test('every message can be changed as the table says', {timeout: timeoutMs}, async () => {
	const world = new World(await makeWorld());
	const {places} = world;
	const found = await tryRights(messages, (row, column) => {
		const [command, asker] = row.split('/') as [CommandName, Asker];
		const message = places.messages[`team ${column}`] ?? {conversation: 0, seq: 0};
		return world.try(asker, client =>
			answerOf(command, {places, client, conversation: places.team, message, name: 'mate'}),
		);
	});
	expect(Object.keys(messages['hide-message/member'] ?? {}).toSorted()).toEqual(writers.toSorted());
	expect(found).toEqual(messages);
});

/** What becomes of one's own message where a block or an end has come between the two. */
const ownInDirect = readRights(`
	                  mate   blocked    blocker        gone           outlaw
	edit-message      done   forbidden  undeliverable  undeliverable  done
	recall-message    done   done       done           done           done
	react-to-message  done   forbidden  undeliverable  undeliverable  done
	pin-message       done   forbidden  undeliverable  undeliverable  done
	hide-message      done   done       done           done           done
`);

test('one’s own direct message can be changed as the table says', {
	timeout: timeoutMs,
}, async () => {
	const world = new World(await makeWorld());
	const {places} = world;
	const found = await tryRights(ownInDirect, (row, column) => {
		const message = places.messages[`direct ${column} member`] ?? {conversation: 0, seq: 0};
		const question = {places, conversation: message.conversation, message, name: 'mate'};
		return world.try('member', client => answerOf(row as CommandName, {...question, client}));
	});
	expect(found).toEqual(ownInDirect);
});

test('a message of a place one is not in is neither answered nor passed on', async () => {
	const world = new World(await makeWorld());
	const {everyone, team, messages: written} = world.places;
	const message = written['team mate'] ?? {conversation: 0, seq: 0};
	const said = 'by mate';
	for (const asker of ['stranger', 'exile', 'root'] as const) {
		const client = (await world.enter(asker)) as WireAccount;
		expect(await sendCode(client, everyone, said, {forwards: message})).toBe('not-a-member');
		expect(await sendCode(client, team, 'so?', {replyTo: message.seq})).toBe('not-a-member');
	}

	const member = (await world.enter('member')) as WireAccount;
	expect(await sendCode(member, everyone, said, {forwards: message})).toBe('done');
});

test('a device and a log of somebody else are not there', async () => {
	const world = new World(await makeWorld());
	const [member, root] = await Promise.all([world.enter('member'), world.enter('root')]);
	const {devices} = await member.request('list-devices', {});
	expect(await root.codeOf('revoke-device', {device: devices[0]?.id ?? 0})).toBe('not-found');
	const {epoch} = await root.request('hello', {versions: [1], software: 'test', features: []});
	const readable: number[] = [];
	for (let log = 1; log <= 60; log += 1) {
		const code = await root.codeOf('fetch-entries', {log, epoch});
		if (code === 'done') {
			readable.push(log);
		} else {
			expect(code).toBe('not-a-member');
		}
	}

	const {conversations} = await root.request('list-conversations', {});
	expect(conversations.map(({id}) => id)).toEqual([world.places.everyone]);
	expect(readable).toHaveLength(2);
	expect(readable).toContain(world.places.everyone);
});
