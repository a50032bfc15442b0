/** Three devices of one account, cut off at random while everything is done to it, show the same in the end. */
import {expect, test, vi} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {ClientError} from '../../source/client/client-error.ts';
import type {TimelineItem} from '../../source/client/state.ts';
import {ProtocolError} from '../../source/protocol/errors.ts';
import type {FaultProxy} from '../faults/proxy.ts';
import {readView} from '../faults/view.ts';
import {ageHistory, dayMs, endNotice} from '../helpers/age-history.ts';
import {addDevice, type ChatServer, joinServer, startChatServer} from '../helpers/chat-pair.ts';
import {startFaultyProxy} from '../helpers/faulty-proxy.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {waitFor} from '../helpers/wait-for.ts';

const operations = 250;
const waitMs = 30_000;
const settleMs = 5_000;

type Pick = <Item>(items: readonly Item[]) => Item;

/** Refusals and lost connections are part of the game; anything else is a defect. */
const attempt = async (act: () => unknown): Promise<void> => {
	try {
		await act();
	} catch (error) {
		if (!(error instanceof ProtocolError || error instanceof ClientError)) {
			throw error;
		}
	}
};

const messagesOf = (client: Client, conversation: number): TimelineItem[] => {
	const timeline = client.openTimeline(conversation);
	const {items} = timeline.getState();
	timeline.close();
	return items.filter(({seq, body}) => seq !== undefined && body.kind === 'message-sent');
};

/** What somebody may do to a message of a conversation. */
const messageActs = (client: Client, conversation: number, pick: Pick) => {
	const messages = messagesOf(client, conversation);
	if (messages.length === 0) {
		return [];
	}

	const place = {conversation, seq: pick(messages).seq ?? 0};
	return [
		() => client.sendMessage(conversation, 'an answer', {replyTo: place.seq}),
		() => client.editMessage(place, `said differently ${pick([1, 2, 3])}`),
		() => client.recallMessage(place),
		() => client.hideMessage(place),
		() => client.reactToMessage(place, pick(['👍', '🎉']), pick([true, false])),
		() => client.pinMessage(place, pick([true, false])),
		() => client.sendMessage(conversation, 'passed on', {forwards: place}),
		() => client.markRead(conversation, place.seq),
	];
};

/** What the account's owner may do besides. */
const ownActs = (client: Client, group: number, pick: Pick) => [
	() => client.request('set-profile', {nickname: pick(['Al', '']), status: pick(['here', ''])}),
	() => client.request('set-presence', {presence: pick(['online', 'away', 'busy'] as const)}),
	() => client.request('set-preferences', {keywords: pick([[], ['ship'], ['ship', 'ok']])}),
	() => client.request('request-friend', {name: 'bob'}),
	() => client.request('remove-friend', {name: 'bob'}),
	() => client.request('block-account', {name: 'carol'}),
	() => client.request('unblock-account', {name: 'carol'}),
	() => client.request('change-group', {conversation: group, topic: pick(['one', 'two'])}),
	() =>
		client.request('set-notifications', {
			conversation: group,
			level: pick(['all', 'mentions', 'none'] as const),
		}),
	() => client.inviteMember(group, 'carol'),
	() => client.removeMember(group, 'carol'),
	() => client.request('mute-member', {conversation: group, name: 'bob', reason: 'loud'}),
	() => client.request('unmute-member', {conversation: group, name: 'bob'}),
];

const disturb = (proxies: readonly FaultProxy[], pick: Pick): void => {
	const proxy = pick(proxies);
	const act = pick(['cut', 'away', 'back', 'back'] as const);
	if (act !== 'cut') {
		proxy.setReachable(act === 'back');
	}

	if (act !== 'back') {
		proxy.cut();
	}
};

/** What was said first is too old to be kept now, and goes while all the rest happens. */
const ageSome = (
	{dataDir}: ChatServer,
	client: Client,
	{conversation, share}: {conversation: number; share: number},
): void => {
	const {head = 0} = client.getState().conversations.get(conversation) ?? {};
	ageHistory(dataDir, conversation, {until: Math.floor((head - 1) * share), byMs: 60 * dayMs});
};

// From 10 on: seeds that once found a fault.
test.each([
	...[1, 2, 3, 4, 10, 11, 17, 22].map(seed => [seed, 'everything is kept'] as const),
	...[30, 31, 32].map(seed => [seed, 'what is old goes'] as const),
])(
	'devices of one account converge (seed %i, %s)',
	async (seed, retention) => {
		const random = seededRandom(seed);
		const pick: Pick = items =>
			items[Math.floor(random() * items.length)] as (typeof items)[number];
		const isTrimmed = retention === 'what is old goes';
		const server = await startChatServer({patience: {sweepMs: 10, retentionMs: 50}});
		const proxies = await Promise.all([0, 1, 2].map(() => startFaultyProxy(server)));
		const [first, ...others] = proxies.map(({address}) => ({...server, address}));
		const alice = await joinServer(first ?? server, 'alice');
		const devices = [alice];
		for (const address of others) {
			devices.push(await addDevice(address, 'alice'));
		}

		const bob = await joinServer(server, 'bob');
		const carol = await joinServer(server, 'carol');
		const direct = await alice.openDirect(['bob']);
		const group = await alice.createGroup('team', ['bob', 'carol']);
		const knows = (client: Client) =>
			[direct, group].every(id => client.getState().conversations.has(id));
		await waitFor(() => [...devices, bob].every(knows), 'everybody to be in');

		for (const conversation of isTrimmed ? [direct, group] : []) {
			await alice.request('set-retention', {conversation, retentionMs: 30 * dayMs});
			endNotice(server.dataDir, conversation);
		}

		for (let count = 0; count < operations; count += 1) {
			if (isTrimmed && count % 30 === 15) {
				ageSome(server, bob, {conversation: pick([direct, group]), share: random()});
			}

			const device = pick(devices);
			const conversation = pick([direct, group]);
			const acts = [
				() => device.sendMessage(conversation, `message ${count}`),
				() => bob.sendMessage(conversation, `from bob ${count} @alice`),
				() => carol.sendMessage(group, `from carol ${count} @here`),
				...messageActs(device, conversation, pick),
				...messageActs(bob, conversation, pick),
				...ownActs(device, group, pick),
			];
			await attempt(pick(acts));
			if (random() < 0.1) {
				disturb(proxies, pick);
			}
		}

		for (const proxy of proxies) {
			proxy.setReachable(true);
		}

		for (const client of [...devices, bob, carol]) {
			client.reconnect();
			await waitFor(() => client.getState().connection.status === 'online', 'all online', waitMs);
			await client.whenSynced(waitMs);
			const isAllSent = (): boolean => client.getState().queued === client.getState().failed;
			await waitFor(isAllSent, 'all sent', waitMs);
		}

		const fresh = await addDevice(server, 'alice');
		const hasGone = [...fresh.getState().conversations.values()].some(
			({trimmedSeq}) => trimmedSeq > 0,
		);
		expect(hasGone).toBe(isTrimmed);
		for (const device of devices) {
			// Markers are told a little later; then nothing is under way any more.
			await vi.waitFor(async () => expect(await readView(device)).toEqual(await readView(fresh)), {
				timeout: settleMs,
			});
		}
	},
	120_000,
);
