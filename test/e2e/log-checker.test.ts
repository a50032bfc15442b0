/** The checker itself must be able to fail: each broken promise is noticed. */
import {expect, test} from 'vitest';
import type {Entry} from '../../source/protocol/entries.ts';
import {findBrokenPromises} from './log-checker.ts';

const entry = (seq: number): Entry => ({
	log: 1,
	seq,
	kind: 'message-sent',
	sender: {id: 1, name: 'alice'},
	id: `00000000-0000-7000-8000-00000000000${seq}`,
	at: seq,
	content: {text: `message ${seq}`},
});

const log = [entry(1), entry(2), entry(3)];
const acknowledged = log.map(({id = '', seq}) => ({id, seq}));

const check = (server: readonly Entry[], replica: readonly Entry[] = server) =>
	findBrokenPromises(acknowledged, server, new Map([['bob', replica]]));

test('a whole log with an equal copy keeps the promise', () => {
	expect(check(log)).toEqual([]);
});

test('a lost message is noticed', () => {
	expect(check(log.slice(0, 2))).toHaveLength(1);
});

test('a doubled message is noticed', () => {
	expect(check([...log, {...entry(2), seq: 4}])).toContain(
		`message ${entry(2).id} is there 2 times, at 2, 4`,
	);
});

test('a hole is noticed', () => {
	expect(check([entry(1), entry(2), {...entry(3), seq: 4}])).toContain(
		"place 3 of the server's log holds seq 4",
	);
});

test('a copy in another order is noticed', () => {
	expect(check(log, [entry(1), entry(3), entry(2)])).toEqual([
		'the copy of bob has 3 of 3 entries and differs first at place 2',
	]);
});

test('a copy that lacks the end is noticed', () => {
	expect(check(log, log.slice(0, 2))).toHaveLength(1);
});
