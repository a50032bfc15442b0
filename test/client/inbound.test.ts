/** Entries on their way in: applied once, in order, a turn at a time. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Inbound} from '../../source/client/inbound.ts';
import type {Replica} from '../../source/client/replica.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {
	accountLog,
	bob,
	makeLocalAccount,
	me,
	message,
	messages,
	openLocalReplica,
	tell,
	told,
} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const open = (
	dataDir = temporaryFolder(),
): {replica: Replica; inbound: Inbound; seen: number[]} => {
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	tell(replica, told());
	const inbound = new Inbound(replica);
	const seen: number[] = [];
	inbound.onEntry(({seq}) => seen.push(seq));
	return {replica, inbound, seen};
};

const copyOf = (replica: Replica): number[] =>
	replica.database.entries.readAfter(10, 0, 100_000).map(({seq}) => seq);

test('pushes in any order, again and again, with refetching end in one copy without a hole', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({min: 1, max: 30}),
			fc.array(fc.integer({min: 1, max: 30}), {maxLength: 60}),
			async (head, pushed) => {
				const {replica, inbound, seen} = open();
				const holes = new Map<number, number>();
				inbound.handleFollowUps({
					onFollowUp: followUp => {
						for (const [log, seq] of followUp.holes) {
							holes.set(log, seq);
						}
					},
					onFailure: error => {
						throw error;
					},
				});
				for (const seq of pushed.filter(seq => seq <= head)) {
					inbound.push(message(seq));
					if (seq % 3 === 0) {
						inbound.flush();
					}
				}

				inbound.flush();
				const last = replica.applied.get(10) ?? 0;
				if (last < head) {
					const entries = messages(last + 1, head);
					await inbound.deliver({log: 10, entries, place: 'next', isCatchUp: true});
				}

				const all = messages(1, head).map(({seq}) => seq);
				expect(copyOf(replica)).toEqual(all);
				expect(seen).toEqual(all);
				expect(replica.database.conversations.readRange(10)).toEqual({
					first: 1,
					last: head,
					oldest: 1,
				});
				expect(replica.store.getState().conversations.get(10)).toMatchObject({
					head,
					unread: head,
				});
				replica.database.close();
			},
		),
		{numRuns: 40},
	);
});

test('a hole is told with the newest seq behind it, and nothing is applied beyond it', () => {
	const {replica, inbound} = open();
	const holes: [number, number][] = [];
	inbound.handleFollowUps({
		onFollowUp: followUp => holes.push(...followUp.holes),
		onFailure: () => undefined,
	});
	for (const seq of [1, 2, 5, 6]) {
		inbound.push(message(seq));
	}

	inbound.flush();
	expect(holes).toEqual([[10, 6]]);
	expect(copyOf(replica)).toEqual([1, 2]);
	expect(replica.store.getState().conversations.get(10)?.head).toBe(2);
	replica.database.close();
});

test('an entry of an unknown conversation asks for the conversation', () => {
	const {replica, inbound} = open();
	const refresh: number[] = [];
	inbound.handleFollowUps({
		onFollowUp: followUp => refresh.push(...followUp.refresh),
		onFailure: () => undefined,
	});
	inbound.push(message(7, {log: 99}));
	inbound.flush();
	expect(refresh).toEqual([99]);
	replica.database.close();
});

test('all entries of one turn are one change of the state', async () => {
	const {replica, inbound} = open();
	let changes = 0;
	replica.store.subscribe(() => {
		changes += 1;
	});
	await Promise.resolve();
	changes = 0;
	for (const entry of messages(1, 300)) {
		inbound.push(entry);
	}

	await inbound.deliver({log: 10, entries: messages(301, 320), place: 'next', isCatchUp: true});
	await Promise.resolve();
	expect(changes).toBe(1);
	expect(replica.store.getState().conversations.get(10)?.head).toBe(320);
	replica.database.close();
});

test('counts the unread of others only, on top of what the server has told in sum', () => {
	const {replica, inbound} = open();
	tell(replica, told({head: 3, readSeq: 1, unread: 2}));
	const entries: Entry[] = [
		...messages(1, 4),
		message(5, {sender: me}),
		message(6, {content: {text: '@alice', mentions: [me.id]}}),
		message(7, {kind: 'member-joined', content: {account: bob, role: 'member'}}),
		message(8, {kind: 'kind-of-the-future', content: {anything: true}}),
	];
	for (const entry of entries) {
		inbound.push(entry);
	}

	inbound.flush();
	expect(replica.store.getState().conversations.get(10)).toMatchObject({
		head: 8,
		unread: 4,
		mentions: 1,
		memberCount: 4,
	});
	replica.database.close();
});

test('a read marker of another device recounts, and never goes back', () => {
	const {replica, inbound} = open();
	for (const entry of messages(1, 9)) {
		inbound.push(entry);
	}

	const marked = (seq: number, upTo: number): Entry => ({
		log: accountLog,
		seq,
		kind: 'read-marked',
		at: 1,
		content: {conversation: 10, seq: upTo},
	});
	inbound.push(marked(1, 7));
	inbound.push(marked(2, 4));
	inbound.flush();
	expect(replica.store.getState().conversations.get(10)).toMatchObject({readSeq: 7, unread: 2});
	expect(replica.database.account.read()?.cursor).toBe(2);
	replica.database.close();
});

test('what was stored is there after the process has ended', () => {
	const dataDir = temporaryFolder();
	const {replica, inbound} = open(dataDir);
	for (const entry of messages(1, 3)) {
		inbound.push(entry);
	}

	inbound.flush();
	replica.database.close();
	const again = openLocalReplica(dataDir);
	expect(again.applied.get(10)).toBe(3);
	expect(again.store.getState().conversations.get(10)).toMatchObject({head: 3, unread: 3});
	expect(again.store.getState().people.get(bob.id)?.name).toBe('bob');
	again.database.close();
});

test('an entry that stands in the outbox takes the place of its row, in either order with the reply', () => {
	const {replica, inbound} = open();
	const row = (id: string) => ({
		id,
		conversation: 10,
		text: 'hi',
		replyTo: undefined,
		at: 1,
		seq: undefined,
		error: undefined,
	});
	const ids = ['entry-first', 'reply-first'];
	replica.change(draft => {
		for (const id of ids) {
			replica.outbox.add(draft, row(id));
		}
	});
	expect(replica.store.getState().queued).toBe(2);
	inbound.push(message(1, {id: 'entry-first', sender: me}));
	inbound.acknowledge({id: 'entry-first', seq: 1, at: 1});
	inbound.acknowledge({id: 'reply-first', seq: 2, at: 2});
	inbound.flush();
	expect([...replica.outbox.of(10)].map(({id, seq}) => ({id, seq}))).toEqual([
		{id: 'reply-first', seq: 2},
	]);
	expect(replica.store.getState().queued).toBe(0);
	inbound.push(message(2, {id: 'reply-first', sender: me}));
	inbound.flush();
	expect([...replica.outbox.of(10)]).toEqual([]);
	expect(replica.database.outbox.readAll()).toEqual([]);
	replica.database.close();
});

test('in a conversation that was left, nothing waits for its entry any more', () => {
	const {replica, inbound} = open();
	const row = {id: 'mine', conversation: 10, text: 'bye', replyTo: undefined, at: 1};
	replica.change(draft => replica.outbox.add(draft, {...row, seq: undefined, error: undefined}));
	inbound.acknowledge({id: 'mine', seq: 9, at: 1});
	inbound.push({
		log: accountLog,
		seq: 1,
		kind: 'conversation-left',
		at: 1,
		content: {conversation: 10},
	});
	inbound.flush();
	expect([...replica.outbox.of(10)]).toEqual([]);
	expect(replica.store.getState().conversations.get(10)?.isLeft).toBe(true);
	replica.database.close();
});

test('a burst of ten thousand entries is taken in turns that each end soon', async () => {
	const {replica, inbound} = open();
	const turnsMs: number[] = [];
	let at = performance.now();
	let isOver = false;
	const watch = (): void => {
		turnsMs.push(performance.now() - at);
		at = performance.now();
		if (!isOver) {
			setImmediate(watch);
		}
	};

	setImmediate(watch);
	const deliveries = Array.from({length: 50}, (_, index) =>
		inbound.deliver({
			log: 10,
			entries: messages(index * 200 + 1, index * 200 + 200),
			place: 'next',
			isCatchUp: true,
		}),
	);
	await Promise.all(deliveries);
	isOver = true;
	expect(copyOf(replica).length).toBe(10_000);
	expect(turnsMs.length).toBeGreaterThan(10);
	expect(Math.max(...turnsMs)).toBeLessThan(250);
	replica.database.close();
});
