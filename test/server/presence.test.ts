/** Who is told that somebody has gone, where nodes hear of each other a little later. */
import {expect, onTestFinished, test} from 'vitest';
import type {Presence} from '../../source/protocol/entities.ts';
import type {Peers} from '../../source/server/bus/bus.ts';
import {type Follower, Hub} from '../../source/server/hub.ts';
import {PresenceBoard} from '../../source/server/presence.ts';
import {openSqliteStore} from '../../source/server/store/sqlite/sqlite-store.ts';
import type {Store} from '../../source/server/store/store.ts';
import {addAccount} from '../helpers/contract-stores.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const follower: Follower = {
	encoding: 'json',
	queue: {pushEntries: () => undefined, pushSignal: () => undefined, pushSync: () => undefined},
};

/** A node whose news come to the other one when the event loop has gone round. */
const startNode = (store: Store, told: Presence[]) => {
	/** As the other node has told it. */
	const others = new Map<number, Presence>();
	let hear: (account: number, presence: Presence | undefined) => void = () => undefined;
	const peers: Peers = {
		isBlind: false,
		nodes: [{name: 'other', connections: 1, memoryBytes: 1, uptimeMs: 1}],
		presenceOf: account => others.get(account),
		online: () => others.keys(),
		tell: (account, presence) => setImmediate(() => hear(account, presence)),
	};
	const hub = new Hub({
		delivered: () => undefined,
		followed: () => undefined,
		chose: () => undefined,
		reached: () => undefined,
		unfollowed: () => undefined,
		signalled: ({body}) => void told.push((body as {presence: Presence}).presence),
	});
	const board = new PresenceBoard({
		hub,
		store,
		peers,
		offlineDelayMs: 20,
		onFailure(error) {
			throw error;
		},
	});
	return {
		others,
		meet(node: {others: Map<number, Presence>}) {
			hear = (account, presence) =>
				presence === undefined ? node.others.delete(account) : node.others.set(account, presence);
		},
		come(account: number) {
			hub.attach(account, follower, []);
			board.arrived(account, 'online');
		},
		go(account: number) {
			hub.detach(account, follower);
			board.left(account);
		},
	};
};

const setUp = async () => {
	const store = await openSqliteStore({folder: temporaryFolder(), onCommitted: () => undefined});
	onTestFinished(() => store.close());
	const told: Presence[] = [];
	const [one, two] = [startNode(store, told), startNode(store, told)];
	one.meet(two);
	two.meet(one);
	const {id} = await addAccount(store, 'ada');
	one.come(id);
	await waitFor(() => two.others.has(id), 'the other node to hear of it');
	two.come(id);
	await waitFor(() => one.others.has(id) && told.length > 0, 'both to know of it');
	expect(told).toEqual(['online']);
	return {id, one, two, told};
};

test('who leaves two nodes in one moment is told to be offline', async () => {
	const {id, one, two, told} = await setUp();
	one.go(id);
	two.go(id);
	await waitFor(() => told.includes('offline'), 'the news');
});

test('who leaves one node and stays at the other is online all the time', async () => {
	const {id, one, two, told} = await setUp();
	one.go(id);
	await waitFor(() => !two.others.has(id), 'the other node to hear of it');
	one.come(id);
	two.go(id);
	await waitFor(() => !one.others.has(id), 'the first node to hear of it');
	one.go(id);
	await waitFor(() => told.includes('offline'), 'the last to leave');
	expect(told).toEqual(['online', 'offline']);
});
