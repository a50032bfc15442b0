/** Several nodes on one PostgreSQL: each log is one row of numbers, and nobody passes a lock of another. */
import {expect, test} from 'vitest';
import type {Store} from '../../../../source/server/store/store.ts';
import {
	addAccount,
	addGroup,
	countTo,
	openPostgres,
	seqsOf,
	startPostgresForFile,
	toProfile,
} from '../../../helpers/contract-stores.ts';
import {waitFor} from '../../../helpers/wait-for.ts';

const postgres = await startPostgresForFile();

const openTwo = async () => {
	const url = (await postgres?.createDatabase()) ?? '';
	const [one, two] = [await openPostgres(url), await openPostgres(url)];
	return {url, one, two, nodes: [one, two] as const};
};

const send = (store: Store, log: number, sender: {id: number; name: string}, id: string) =>
	store.transact(
		({entries}) => entries.append({log, kind: 'message-sent', content: {text: id}, sender, id}),
		{log},
	);

test.skipIf(!postgres)('two nodes write to one log with no hole and nothing twice', async () => {
	const {one, two, nodes} = await openTwo();
	expect(two.store.epoch).toBe(one.store.epoch);
	const ada = toProfile(await addAccount(one.store, 'ada'));
	const [log, other] = [await addGroup(one.store, 'team'), await addGroup(two.store, 'other')];
	// Each id comes to both nodes, some for both logs: it is stored once.
	await Promise.all(
		countTo(300).flatMap(i => [
			send(one.store, log, ada, `id${i}`),
			send(two.store, i % 5 === 0 ? other : log, ada, `id${i}`),
		]),
	);
	const [mine, theirs] = nodes.map(({effects}) => effects);
	const ids: (string | undefined)[] = [];
	for (const each of [log, other]) {
		const head = await one.store.read(({entries}) => entries.getHead(each));
		const entries = await two.store.read(async transaction => [
			...(await transaction.entries.list(each, {after: 0, limit: 200})),
			...(await transaction.entries.list(each, {after: 200, limit: 200})),
		]);
		expect(entries.map(({seq}) => seq)).toEqual(countTo(head.seq));
		ids.push(...entries.map(({id}) => id));
		// Each node tells what it stored, in order, and both together everything.
		const told = [seqsOf(mine ?? [], each), seqsOf(theirs ?? [], each)];
		expect(told.map(seqs => seqs.toSorted((a, b) => a - b))).toEqual(told);
		expect(told.flat().toSorted((a, b) => a - b)).toEqual(countTo(head.seq));
	}

	expect(ids.toSorted()).toEqual(
		countTo(300)
			.map(i => `id${i}`)
			.toSorted(),
	);
});

test.skipIf(!postgres)('works without a scope are alone on all nodes', async () => {
	const {nodes} = await openTwo();
	const counts = await Promise.all(
		countTo(100).map(i =>
			(nodes[i % 2] ?? nodes[0]).store.transact(async ({settings}) => {
				const count = Number((await settings.get('count')) ?? 0) + 1;
				await settings.set('count', String(count));
				return count;
			}),
		),
	);
	expect(counts.toSorted((a, b) => a - b)).toEqual(countTo(100));
});

test.skipIf(!postgres)('of works that stand in each other’s way both succeed', async () => {
	const {one, two} = await openTwo();
	const [a, b] = [await addGroup(one.store, 'a'), await addGroup(one.store, 'b')];
	let arrived = 0;
	const meet = async (): Promise<void> => {
		arrived += 1;
		// Only the first time both hold what the other one wants.
		await waitFor(() => arrived >= 2);
	};
	const cross = (store: Store, own: number, other: number) =>
		store.transact(
			async ({entries}) => {
				await entries.append({log: own, kind: 'admin-granted', content: {}});
				await meet();
				return entries.append({log: other, kind: 'admin-granted', content: {}});
			},
			{log: own},
		);
	const both = await Promise.all([cross(one.store, a, b), cross(two.store, b, a)]);
	expect(both.every(added => added !== undefined)).toBe(true);
	expect(arrived).toBeGreaterThan(2);
	expect(await two.store.read(({entries}) => entries.listHeads([a, b]))).toEqual([
		{log: a, seq: 2},
		{log: b, seq: 2},
	]);
});

test.skipIf(!postgres)('what was read of a locked log holds until the end', async () => {
	const {one, two} = await openTwo();
	const ada = toProfile(await addAccount(one.store, 'ada'));
	const log = await addGroup(one.store, 'team');
	let sent: Promise<unknown> | undefined;
	const seen = await one.store.transact(async ({entries}) => {
		await entries.lock(log);
		const before = await entries.getHead(log);
		sent = send(two.store, log, ada, 'x');
		// As long as it takes the other node to ask for the row.
		await waitFor(
			async () => (await two.store.read(({settings}) => settings.get('y'))) === undefined,
		);
		return [before.seq, (await entries.getHead(log)).seq];
	});
	expect(seen).toEqual([0, 0]);
	await sent;
	expect(await one.store.read(({entries}) => entries.getHead(log))).toMatchObject({seq: 1});
});

test.skipIf(!postgres)('a name is held by one node at a time, even when a work fails', async () => {
	const {nodes} = await openTwo();
	let running = 0;
	let most = 0;
	const outcomes = await Promise.allSettled(
		countTo(16).map(i =>
			(nodes[i % 2] ?? nodes[0]).store.exclusively('upload', async () => {
				running += 1;
				most = Math.max(most, running);
				await (nodes[i % 2] ?? nodes[0]).store.read(({settings}) => settings.get('x'));
				running -= 1;
				if (i % 4 === 0) {
					throw new Error('no');
				}
			}),
		),
	);
	expect(most).toBe(1);
	expect(outcomes.filter(({status}) => status === 'rejected')).toHaveLength(4);
});

test.skipIf(!postgres)(
	'orders are numbered with no hole, and each node can read them all',
	async () => {
		const {one, two} = await openTwo();
		expect(await one.store.lastOrder()).toBe(0);
		const order = (store: Store, account: number, isGood = true) =>
			store.transact(async transaction => {
				await transaction.order({act: 'kick', account, reason: 'a\0b'});
				if (!isGood) {
					throw new Error('no');
				}
			});
		await Promise.allSettled(
			countTo(20).map(i => order(i % 2 === 0 ? one.store : two.store, i, i % 5 !== 0)),
		);
		expect(await two.store.lastOrder()).toBe(16);
		const listed = await one.store.listOrders(0, 100);
		expect(listed.map(({id}) => id)).toEqual(countTo(16));
		expect(listed[0]?.order).toMatchObject({act: 'kick', reason: 'a\0b'});
		expect(await one.store.listOrders(14, 1)).toEqual([listed[14]]);
		const told = [...one.effects, ...two.effects].filter(({kind}) => kind === 'ordered');
		expect(told).toHaveLength(16);
	},
);

test.skipIf(!postgres)('a file is never released from under a message that takes it', async () => {
	const {one, two} = await openTwo();
	const log = await addGroup(one.store, 'team');
	const {id: account} = await addAccount(one.store, 'ada');
	const sum = countTo(40).map(async i => {
		const file = `file${i}`;
		await one.store.transact(({files}) => files.add(file, 10));
		const [taken, released] = await Promise.all([
			one.store.transact(
				async ({files}) => {
					if ((await files.getSize(file)) === undefined) {
						return false;
					}

					await files.addUse({file, log, seq: i, account, kind: 'file'});
					return true;
				},
				{log},
			),
			two.store.transact(({files}) => files.release(file)),
		]);
		expect(taken).toBe(!released);
		expect(await two.store.read(({files}) => files.getSize(file))).toBe(taken ? 10 : undefined);
		return taken ? 10 : 0;
	});
	const bytes = (await Promise.all(sum)).reduce<number>((all, size) => all + size, 0);
	expect(await one.store.read(({files}) => files.sumBytes())).toBe(bytes);
});
