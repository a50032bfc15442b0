/** However doorbells come (late, doubled, out of order, or not at all), followers get each entry once and in order. */
import * as fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import type {Entry} from '../../../source/protocol/entries.ts';
import {LogFeed} from '../../../source/server/bus/log-feed.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const pageMax = 10;

const entryOf = (log: number, seq: number): Entry => ({
	log,
	seq,
	kind: 'message-sent',
	at: seq,
	content: {text: `${log}/${seq}`},
});

/** A store of logs that others write to, and what a hub was handed of them. */
const setUp = () => {
	const logs = new Map<number, Entry[]>();
	const delivered: Entry[] = [];
	const told: number[] = [];
	const failures: unknown[] = [];
	const followed = new Set<number>();
	let isBroken = false;
	const look = <Value>(value: () => Value): Promise<Value> =>
		isBroken ? Promise.reject(new Error('the store is away')) : Promise.resolve(value());
	const feed = new LogFeed({
		readAfter: (log, after) =>
			look(() => (logs.get(log) ?? []).filter(({seq}) => seq > after).slice(0, pageMax)),
		readHeads: wanted =>
			look(() => wanted.map(log => ({log, seq: logs.get(log)?.at(-1)?.seq ?? 0}))),
		deliver(entries, bases) {
			for (const entry of entries) {
				delivered.push(entry);
				if (entry.kind === 'conversation-joined') {
					const {conversation} = entry.content as {conversation: number};
					if (!followed.has(conversation)) {
						follow(conversation, bases.get(conversation));
					}
				} else if (entry.kind === 'conversation-left') {
					const {conversation} = entry.content as {conversation: number};
					followed.delete(conversation);
					feed.unfollow(conversation);
				}
			}
		},
		tellToSync: log => void told.push(log),
		onFailure: error => void failures.push(error),
	});
	const follow = (log: number, seq?: number): void => {
		followed.add(log);
		feed.follow(log, seq);
	};
	onTestFinished(() => feed.close());
	return {
		feed,
		told,
		failures,
		follow,
		setBroken: (value: boolean) => {
			isBroken = value;
		},
		/** Others commit an entry; returns its doorbell. */
		commit(log: number, entry?: Partial<Entry>): Entry {
			const stored = logs.get(log) ?? [];
			const added = {...entryOf(log, (stored.at(-1)?.seq ?? 0) + 1), ...entry};
			logs.set(log, [...stored, added]);
			return added;
		},
		trim: (log: number, last: number) =>
			logs.set(
				log,
				(logs.get(log) ?? []).filter(({seq}) => seq > last),
			),
		seqsOf: (log: number) => delivered.filter(entry => entry.log === log).map(({seq}) => seq),
	};
};

const upTo = (last: number, first = 1): number[] =>
	Array.from({length: last - first + 1}, (_, index) => first + index);

test('any order of doorbells, with any lost and any doubled, gives each entry once and in order', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(
				fc.record({log: fc.integer({min: 1, max: 3}), copies: fc.integer({min: 0, max: 2})}),
				{
					minLength: 1,
					maxLength: 60,
				},
			),
			fc.infiniteStream(fc.nat()),
			async (commits, places) => {
				const {feed, follow, commit, seqsOf, told} = setUp();
				for (const log of [1, 2, 3]) {
					follow(log, 0);
				}

				const rung: Entry[] = [];
				for (const {log, copies} of commits) {
					const entry = commit(log);
					for (let copy = 0; copy < copies; copy += 1) {
						rung.splice((places.next().value as number) % (rung.length + 1), 0, entry);
					}
				}

				for (const entry of rung) {
					feed.take([entry]);
				}

				await feed.compare();
				for (const log of [1, 2, 3]) {
					const last = commits.filter(one => one.log === log).length;
					await waitFor(() => seqsOf(log).length >= last, `log ${log} to be whole`);
					expect(seqsOf(log)).toEqual(upTo(last));
				}

				expect(told).toEqual([]);
				feed.close();
			},
		),
		{numRuns: 60, seed: 6},
	);
});

test('a hole is read from the store without waiting for a comparison', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	follow(7, 0);
	commit(7);
	commit(7);
	feed.take([commit(7)]);
	expect(seqsOf(7)).toEqual([]);
	await waitFor(() => seqsOf(7).length === 3, 'the hole to be filled');
	expect(seqsOf(7)).toEqual([1, 2, 3]);
});

test('a doorbell without content is looked up', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	follow(7, 0);
	feed.ring({log: 7, seq: commit(7).seq});
	await waitFor(() => seqsOf(7).length === 1, 'the entry');
});

test('the first followers get nothing from before they came', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	commit(7);
	const second = commit(7);
	follow(7, 2);
	feed.take([second, commit(7)]);
	await feed.compare();
	expect(seqsOf(7)).toEqual([3]);
});

test('a store that is away is asked again by the next comparison', async () => {
	const {feed, follow, commit, seqsOf, setBroken, failures} = setUp();
	follow(7, 0);
	setBroken(true);
	commit(7);
	feed.take([commit(7)]);
	await waitFor(() => failures.length > 0, 'the failure');
	await expect(feed.compare()).rejects.toThrow('away');
	setBroken(false);
	await feed.compare();
	await waitFor(() => seqsOf(7).length === 2, 'both');
	expect(seqsOf(7)).toEqual([1, 2]);
});

test('what was removed by age meanwhile is no hole', async () => {
	const {feed, follow, commit, seqsOf, trim} = setUp();
	follow(7, 0);
	for (let count = 0; count < 5; count += 1) {
		commit(7);
	}

	trim(7, 3);
	await feed.compare();
	await waitFor(() => seqsOf(7).length === 2, 'the rest');
	expect(seqsOf(7)).toEqual([4, 5]);
});

test('after a long absence clients compare for themselves, and what comes then follows', async () => {
	const {feed, follow, commit, seqsOf, told} = setUp();
	follow(7, 0);
	for (let count = 0; count < 100; count += 1) {
		commit(7);
	}

	await feed.compare();
	await waitFor(() => told.length === 1, 'the followers to be told');
	feed.take([commit(7)]);
	expect(seqsOf(7).at(-1)).toBe(101);
	expect(seqsOf(7)).toEqual([...upTo(seqsOf(7).length - 1), 101]);
});

test('who joins a conversation by another node follows it from its head, and is told only then', async () => {
	const {feed, follow, commit, seqsOf, setBroken, failures} = setUp();
	follow(1, 0);
	commit(9);
	commit(9);
	const joined = commit(1, {kind: 'conversation-joined', content: {conversation: 9}});
	const next = commit(1);
	setBroken(true);
	feed.take([joined, next]);
	await waitFor(() => failures.length > 0, 'the failure');
	expect(seqsOf(1)).toEqual([]);
	setBroken(false);
	await feed.compare();
	await waitFor(() => seqsOf(1).length === 2, 'both entries');
	const lost = commit(9);
	expect(lost.seq).toBe(3);
	await feed.compare();
	await waitFor(() => seqsOf(9).length > 0, 'what was missed');
	expect(seqsOf(9)).toEqual([3]);
});

test('what came between the log-in and its following is not missed', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	commit(7);
	feed.take([commit(7)]);
	follow(7, 1);
	await waitFor(() => seqsOf(7).length === 1, 'the entry that nobody followed yet');
	expect(seqsOf(7)).toEqual([2]);
});

test('what is looked up for somebody who has gone is told to nobody', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	follow(1, 0);
	feed.take([commit(1, {kind: 'conversation-joined', content: {conversation: 9}})]);
	feed.unfollow(1);
	follow(1, 1);
	feed.take([commit(1)]);
	expect(seqsOf(1)).toEqual([2]);
	await feed.compare();
	expect(seqsOf(1)).toEqual([2]);
});

test('who comes back at once gets nothing of what was said in between', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	follow(1, 0);
	const content = {conversation: 9};
	commit(9);
	feed.take([commit(1, {kind: 'conversation-joined', content})]);
	const left = commit(1, {kind: 'conversation-left', content});
	commit(9);
	feed.take([left, commit(1, {kind: 'conversation-joined', content})]);
	await waitFor(() => seqsOf(1).length === 3, 'the return');
	feed.take([commit(9)]);
	await feed.compare();
	await waitFor(() => seqsOf(9).length > 0, 'what is said from then on');
	expect([seqsOf(1), seqsOf(9)]).toEqual([[1, 2, 3], [3]]);
});

test('a doorbell without content between the log-in and its following is not missed either', async () => {
	const {feed, follow, commit, seqsOf} = setUp();
	feed.ring({log: 7, seq: commit(7).seq});
	follow(7, 0);
	await waitFor(() => seqsOf(7).length === 1, 'the entry');
});
