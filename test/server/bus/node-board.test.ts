/** Who is online at other nodes: told by news, read anew where news were missed, forgotten when a node falls silent. */
import {expect, test} from 'vitest';
import type {Presence} from '../../../source/protocol/entities.ts';
import {NodeBoard, nodeSilenceMs} from '../../../source/server/bus/redis/node-board.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const load = {connections: 1, memoryBytes: 1, uptimeMs: 1};

const setUp = () => {
	const lists = new Map<string, {revision: number; accounts: Map<number, Presence>}>();
	const changes: [number, Presence][] = [];
	const loads: string[] = [];
	const missed: string[] = [];
	const board = new NodeBoard({
		load: node => {
			loads.push(node);
			return Promise.resolve(lists.get(node));
		},
		onChanged: (account, presence) => changes.push([account, presence]),
		onMissed: () => missed.push('a ring'),
		onFailure(error) {
			throw error;
		},
	});
	const beat = (node: string, revision: number, rings = 0) =>
		board.hear({kind: 'heartbeat', node, name: node, revision, rings, load});
	const tell = (node: string, revision: number, account: number, presence: Presence | undefined) =>
		board.hearPresence({kind: 'presence', node, revision, account, presence});
	const list = (node: string, revision: number, accounts: [number, Presence][]) =>
		lists.set(node, {revision, accounts: new Map(accounts)});
	return {board, changes, loads, missed, beat, tell, list};
};

test('a node that is heard for the first time has its list read, and nobody is told of it', async () => {
	const {board, changes, beat, list} = setUp();
	list('a', 3, [[7, 'away']]);
	beat('a', 3);
	await waitFor(() => board.presenceOf(7) === 'away', 'the list');
	expect(board.presenceOf(8)).toBeUndefined();
	expect(changes).toEqual([]);
	expect([...board.peers].map(({name}) => name)).toEqual(['a']);
});

test('news count one by one, an old one changes nothing', async () => {
	const {board, loads, beat, tell, list} = setUp();
	list('a', 1, [[7, 'online']]);
	beat('a', 1);
	await waitFor(() => board.presenceOf(7) === 'online', 'the list');
	tell('a', 2, 8, 'online');
	tell('a', 3, 7, undefined);
	tell('a', 2, 7, 'online');
	expect([board.presenceOf(7), board.presenceOf(8)]).toEqual([undefined, 'online']);
	beat('a', 3);
	expect(loads).toEqual(['a']);
});

test('news that were missed are made good by the list, and told', async () => {
	const {board, changes, beat, tell, list} = setUp();
	list('a', 1, [[7, 'online']]);
	beat('a', 1);
	await waitFor(() => board.presenceOf(7) === 'online', 'the list');
	list('a', 4, [[9, 'busy']]);
	tell('a', 4, 9, 'busy');
	await waitFor(() => board.presenceOf(9) === 'busy', 'the new list');
	expect(board.presenceOf(7)).toBeUndefined();
	expect(changes).toEqual([
		[7, 'offline'],
		[9, 'busy'],
	]);
});

test('who was at a silent node is missed, unless another node has them', async () => {
	const {board, changes, beat, list} = setUp();
	list('a', 1, [
		[7, 'online'],
		[8, 'online'],
	]);
	list('b', 1, [[8, 'away']]);
	beat('a', 1);
	beat('b', 1);
	await waitFor(() => board.presenceOf(7) !== undefined && board.presenceOf(8) !== undefined);
	const now = performance.now();
	board.removeSilent(now + nodeSilenceMs - 1_000);
	expect(changes).toEqual([]);
	board.forgive(now + nodeSilenceMs);
	board.removeSilent(now + nodeSilenceMs + 1_000);
	expect(changes).toEqual([]);
	beat('b', 1);
	board.forgive(now);
	beat('b', 1);
	board.removeSilent(now + nodeSilenceMs * 3);
	expect(new Map(changes).get(7)).toBe('offline');
	expect(board.presenceOf(7)).toBeUndefined();
});

test('a ring that was not heard is missed once', () => {
	const {board, missed, beat} = setUp();
	board.hearRing('a');
	beat('a', 0, 5);
	board.hearRing('a');
	beat('a', 0, 6);
	expect(missed).toEqual([]);
	board.hearRing('a');
	beat('a', 0, 8);
	beat('a', 0, 8);
	expect(missed).toEqual(['a ring']);
});

test('a node is silent when it was not heard for so long', () => {
	const {board, beat} = setUp();
	expect(board.isAnySilent(performance.now(), 0)).toBe(false);
	beat('a', 0);
	expect(board.isAnySilent(performance.now(), 3_000)).toBe(false);
	expect(board.isAnySilent(performance.now() + 4_000, 3_000)).toBe(true);
});
