/** The checker must be able to fail: each broken promise is noticed, and told in words. */
import {expect, test} from 'vitest';
import type {Entry} from '../../source/protocol/entries.ts';
import {
	checkChanges,
	checkConversation,
	checkLog,
	checkMessages,
	checkReceipts,
	checkReplica,
	checkServer,
	checkView,
} from './checker.ts';
import type {Log, ReplicaTruth, ServerTruth, StoredEntry} from './truth.ts';

const entry = (seq: number): StoredEntry => ({
	seq,
	kind: 'message-sent',
	sender: 1,
	id: `m${seq}`,
	at: seq,
	content: {text: `message ${seq}`},
});

const log = [entry(1), entry(2), entry(3)];
const conversation = 7;
const logs = (entries: Log): Map<number, Log> => new Map([[conversation, entries]]);

const server: ServerTruth = {
	logs: logs(log),
	accountLogs: new Map([['alice', 2]]),
	members: new Map(),
	damage: [],
};

const replica: ReplicaTruth = {
	logs: logs(log),
	ranges: new Map([[conversation, {first: 1, last: 3}]]),
	left: new Set(),
	cursor: 0,
	refused: new Map(),
	waiting: [],
	damage: [],
};

const messages = (entries: Log, refused: readonly string[] = []): string[] =>
	checkMessages({
		queued: ['m1', 'm2', 'm3'],
		acknowledged: new Map([['m2', {id: 'm2', seq: 2}]]),
		refused: new Set(refused),
		logs: logs(entries),
	});

const copy = (change: Partial<ReplicaTruth>): string[] =>
	checkReplica('alice-1', 'alice', {...replica, ...change}, server);

test('a whole log with an equal copy keeps the promise', () => {
	expect([...checkServer(server), ...messages(log), ...copy({})]).toEqual([]);
});

test('a lost message is noticed, acknowledged or not', () => {
	expect(messages([entry(1), entry(3)])).toEqual([
		'message m2 was acknowledged as 2 and is at no place',
	]);
	expect(messages([entry(1), entry(2)])).toEqual([
		'message m3 was written and is neither stored nor refused',
	]);
	expect(messages([entry(1), entry(2)], ['m3'])).toEqual([]);
});

test('a message that is stored and shown as refused is noticed', () => {
	expect(messages(log, ['m3'])).toEqual(['message m3 is shown as refused and is stored at 3']);
});

test('a doubled message is noticed', () => {
	const doubled = [...log, {...entry(2), seq: 4}];
	expect(messages(doubled)).toEqual(['message m2 is there 2 times, at 2, 4']);
	expect(checkLog('log 7', doubled)).toEqual(['log 7 holds message m2 twice, at 2 and 4']);
});

test('a message at another place than the acknowledged one is noticed', () => {
	expect(messages([entry(1), {...entry(3), seq: 2}, {...entry(2), seq: 3}])).toEqual([
		'message m2 was acknowledged as 2 and is at 3',
	]);
});

test('a hole is noticed', () => {
	expect(checkLog('log 7', [entry(1), entry(2), {...entry(3), seq: 4}])).toEqual([
		'place 3 of log 7 holds seq 4',
	]);
});

test('a copy that lacks, reorders or changes an entry is noticed', () => {
	for (const entries of [
		log.slice(0, 2),
		[entry(1), entry(3), entry(2)],
		[entry(1), {...entry(2), content: {text: 'something else'}}, entry(3)],
		[entry(1), {...entry(2), sender: 2}, entry(3)],
	]) {
		expect(copy({logs: logs(entries)})).toEqual([
			expect.stringContaining('the copy of log 7 at alice-1 differs from place'),
		]);
	}
});

test('a copy that ends early, waits or is behind in the private log is noticed', () => {
	expect(copy({ranges: new Map([[conversation, {first: 1, last: 2}]])})).toContain(
		'alice-1 has log 7 up to 2 of 3',
	);
	expect(copy({waiting: ['m9']})).toEqual(['message m9 still waits at alice-1']);
	expect(copy({cursor: 4})).toEqual(['alice-1 followed its private log to 4 of 0']);
	expect(copy({damage: ['row 3 missing from index']})).toHaveLength(1);
});

test('who left keeps what stood there then', () => {
	const recall = {...entry(4), kind: 'message-recalled', id: null, content: {message: 2}};
	const blanked = [
		entry(1),
		{...entry(2), content: {text: '', isRecalled: true}},
		entry(3),
		recall,
	];
	const truth = {...server, logs: logs(blanked)};
	const left = {...replica, left: new Set([conversation])};
	expect(checkReplica('alice-1', 'alice', left, truth)).toEqual([]);
	expect(checkReplica('alice-1', 'alice', replica, truth)).toEqual([
		'alice-1 has log 7 up to 3 of 4',
	]);
});

test('a confirmed edit or recall that is not there, or twice, is noticed', () => {
	const edit = {kind: 'edit', conversation, seq: 1, text: 'better'} as const;
	const stored: StoredEntry = {
		...entry(4),
		kind: 'message-edited',
		id: null,
		content: {message: 1, text: 'better'},
	};
	expect(checkChanges([edit], logs([...log, stored]))).toEqual([]);
	expect(checkChanges([edit], logs(log))).toHaveLength(1);
	expect(checkChanges([edit], logs([...log, stored, {...stored, seq: 5}]))).toHaveLength(1);
	const recall = {kind: 'recall', conversation, seq: 1, text: ''} as const;
	expect(checkChanges([recall], logs(log))).toHaveLength(1);
	const told: StoredEntry = {...stored, kind: 'message-recalled', content: {message: 1}};
	expect(checkChanges([recall], logs([...log, told])), 'the text is still there').toHaveLength(1);
});

test('a group whose members are others than its log tells is noticed', () => {
	const joined: StoredEntry = {
		...entry(1),
		kind: 'member-joined',
		id: null,
		content: {account: {id: 5, name: 'eve'}, role: 'member'},
	};
	const of = (members: string[]): ServerTruth => ({
		...server,
		logs: logs([joined]),
		members: new Map([[conversation, members]]),
	});
	expect(checkServer(of(['5 member']))).toEqual([]);
	expect(checkServer(of(['5 admin']))).toHaveLength(1);
	expect(checkServer(of([]))).toHaveLength(1);
});

test('of one conversation too, a loss, a hole and another order are noticed', () => {
	const sent = (seq: number): Entry => ({
		log: conversation,
		seq,
		kind: 'message-sent',
		sender: {id: 1, name: 'alice'},
		id: `m${seq}`,
		at: seq,
		content: {text: `message ${seq}`},
	});
	const whole = [sent(1), sent(2), sent(3)];
	const told = whole.map(({id = '', seq}) => ({id, seq}));
	const check = (truth: readonly Entry[], replica = truth) =>
		checkConversation(told, truth, new Map([['bob', replica]]));
	expect(check(whole)).toEqual([]);
	expect(check(whole.slice(0, 2))).toHaveLength(1);
	expect(check([sent(1), sent(2), {...sent(3), seq: 4}])).toHaveLength(2);
	expect(check([...whole, {...sent(2), seq: 4}])).toHaveLength(2);
	expect(check(whole, [sent(1), sent(3), sent(2)])).toEqual([
		'the copy of bob has 3 of 3 entries and differs first at place 2',
	]);
	expect(check(whole, whole.slice(0, 2))).toHaveLength(1);
});

test('a device that shows something else is noticed, with the place', () => {
	expect(checkView('alice-1', {unread: {7: 1}}, {unread: {7: 2}})).toEqual([
		'alice-1 shows /unread/7: 1 instead of 2',
	]);
	const items = (delivery: string) => ({timeline: [{seq: 1, delivery}]});
	expect(checkView('alice-1', items('sent'), items('read'))).toEqual([]);
	expect(checkReceipts('alice-1', items('sent'), items('read'))).toHaveLength(1);
	expect(checkReceipts('alice-1', items('read'), items('sent'))).toEqual([]);
});
