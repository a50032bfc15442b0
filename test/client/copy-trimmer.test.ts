/** A long copy is trimmed step by step, whole after each, also where a process has ended between two. */
import {expect, onTestFinished, test} from 'vitest';
import {copyEntries} from '../../source/client/copy-entries.ts';
import {CopyTrimmer} from '../../source/client/copy-trimmer.ts';
import {readItem} from '../../source/client/message-surroundings.ts';
import type {Replica} from '../../source/client/replica.ts';
import type {FileDescription} from '../../source/protocol/entities.ts';
import {
	makeLocalAccount,
	message,
	messages,
	openLocalReplica,
	tell,
	told,
} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const log = 10;

const open = (dataDir: string): Replica => {
	const replica = openLocalReplica(dataDir);
	onTestFinished(() => void replica.database.close());
	return replica;
};

const fill = (count: number) => {
	const dataDir = temporaryFolder();
	makeLocalAccount(dataDir);
	const replica = open(dataDir);
	tell(replica, told({head: count}));
	replica.change(draft => copyEntries(draft, replica, {log, oldest: 1}, messages(1, count)));
	return {dataDir, replica};
};

const createTrimmer = (replica: Replica) => {
	const gone: string[] = [];
	const onFilesGone = (files: readonly FileDescription[]) =>
		void gone.push(...files.map(({name}) => name));
	const trimmer = new CopyTrimmer({replica, onFilesGone});
	onTestFinished(() => trimmer.stop());
	return {trimmer, gone};
};

const readCopy = ({database}: Replica) => {
	const range = database.conversations.readRange(log);
	const seqs = database.entries.readAfter(log, 0, 10_000).map(({seq}) => seq);
	return {range, first: seqs[0], last: seqs.at(-1), count: seqs.length};
};

const search = ({database}: Replica, word: string): number =>
	database.texts.search({words: [word], conversation: log, limit: 10_000}).length;

test('each step leaves a whole copy, and the next process goes on', async () => {
	const {dataDir, replica} = fill(1_700);
	const steps: (number | undefined)[] = [];
	replica.onTimelinesChanged(() => {
		const {range, first, count} = readCopy(replica);
		expect(range?.first).toBe(first);
		expect(count).toBe(1_700 - (first ?? 0) + 1);
		steps.push(first);
	});
	const {trimmer} = createTrimmer(replica);
	tell(replica, told({head: 1_700, trimmed: 1_600, first: 1_601}));
	trimmer.trim(log);
	await waitFor(() => steps.includes(501), 'the first step');
	trimmer.stop();
	expect(steps.at(-1)).toBeLessThan(1_601);
	replica.database.close();

	const next = open(dataDir);
	const {trimmer: nextTrimmer} = createTrimmer(next);
	nextTrimmer.start();
	await waitFor(() => readCopy(next).first === 1_601, 'the rest');
	expect(readCopy(next)).toEqual({
		range: {first: 1_601, last: 1_700, oldest: 1_601},
		first: 1_601,
		last: 1_700,
		count: 100,
	});
	expect(search(next, 'message')).toBe(100);
});

test('a copy that ends before what is left begins anew there', async () => {
	const {replica} = fill(300);
	const {trimmer} = createTrimmer(replica);
	tell(replica, told({head: 2_000, trimmed: 1_900, first: 1_901}));
	trimmer.trim(log);
	await waitFor(() => readCopy(replica).count === 0, 'all to go');
	expect(readCopy(replica).range).toEqual({first: 1_901, last: 1_900, oldest: 1_901});
	expect(replica.applied.get(log)).toBe(1_900);
	replica.change(draft =>
		copyEntries(draft, replica, {log, oldest: 1_901}, messages(1_901, 1_950)),
	);
	expect(readCopy(replica).range).toEqual({first: 1_901, last: 1_950, oldest: 1_901});
});

test('a page that was under way brings nothing back', async () => {
	const {replica} = fill(300);
	const {trimmer} = createTrimmer(replica);
	tell(replica, told({head: 300, trimmed: 250, first: 251}));
	trimmer.trim(log);
	await waitFor(() => readCopy(replica).first === 251, 'the trim');
	replica.change(draft => {
		copyEntries(draft, replica, {log, oldest: 1}, messages(240, 252));
		copyEntries(draft, replica, {log, oldest: 1}, messages(200, 210));
	});
	expect(readCopy(replica)).toEqual({
		range: {first: 251, last: 300, oldest: 251},
		first: 251,
		last: 300,
		count: 50,
	});
});

test('files of what is gone are told, and what edits say is gone too', async () => {
	const {replica} = fill(10);
	const file = {
		id: 'A'.repeat(43),
		size: 1,
		name: 'plan.txt',
		kind: 'file',
		type: 'text/plain',
	};
	replica.change(draft =>
		copyEntries(draft, replica, {log}, [
			message(11, {content: {text: '', file}}),
			message(12, {kind: 'message-edited', content: {message: 3, text: 'said differently'}}),
			message(13),
		]),
	);
	const {trimmer, gone} = createTrimmer(replica);
	tell(replica, told({head: 13, trimmed: 11, first: 12}));
	trimmer.trim(log);
	await waitFor(() => readCopy(replica).first === 12, 'the trim');
	expect(gone).toEqual(['plan.txt']);
	expect(replica.database.entries.find(log, 12)?.content).toEqual({message: 3, text: ''});
});

test('a message that the server has stored and removed does not wait for its entry any more', async () => {
	const {replica} = fill(10);
	const row = {conversation: log, text: 'hi', replyTo: undefined, at: 1, error: undefined};
	replica.change(draft => {
		replica.outbox.add(draft, {...row, id: 'stored', seq: undefined});
		replica.outbox.add(draft, {...row, id: 'waiting', seq: undefined});
	});
	replica.change(draft => replica.outbox.setStored(draft, 'stored', {seq: 11, at: 2}));
	const {trimmer} = createTrimmer(replica);
	tell(replica, told({head: 13, trimmed: 11, first: 12}));
	trimmer.trim(log);
	await waitFor(() => readCopy(replica).count === 0, 'the trim');
	expect([...replica.outbox.of(log)].map(({id}) => id)).toEqual(['waiting']);
});

test('what is about to go is not found any more', () => {
	const {replica} = fill(10);
	tell(replica, told({head: 10, trimmed: 8, first: 9}));
	expect(readItem(replica, log, 8)).toBeUndefined();
	expect(readItem(replica, log, 9)).toBeDefined();
});
