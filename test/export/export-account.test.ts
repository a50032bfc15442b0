/** An account's export: everything that it may see, as others can read it, whole or not there. */
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {exportAccount} from '../../source/export/export-account.ts';
import {
	addDevice,
	joinServer,
	reopenAccount,
	startChatServer,
	waitForText,
	waitUntilSent,
} from '../helpers/chat-pair.ts';
import {makeFile} from '../helpers/files.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

type Line = Record<string, unknown>;

const linesOf = (path: string): Line[] =>
	readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Line);

const jsonOf = (path: string): Line => JSON.parse(readFileSync(path, 'utf8')) as Line;

const options = {
	formats: {json: true, html: true},
	fileBytesMax: Number.POSITIVE_INFINITY,
	onProgress: () => undefined,
};

const allTextOf = (folder: string): string =>
	(readdirSync(folder, {recursive: true}) as string[])
		.map(path => join(folder, path))
		.filter(path => statSync(path).isFile())
		.map(path => readFileSync(path, 'utf8'))
		.join('\n');

const newFolder = (): string => join(temporaryFolder(), 'export');

const send = async (client: Client, conversation: number, text: string, more = {}) =>
	client.whenSent(client.sendMessage(conversation, text, more));

test('all that an account may see is there, as it stands, with files', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	const first = await send(alice, direct, 'shal we ship?');
	await waitForText(bob, direct, 'shal we ship?');
	await alice.editMessage({conversation: direct, seq: first.seq}, 'shall we ship?');
	await bob.reactToMessage({conversation: direct, seq: first.seq}, '👍', true);
	await bob.pinMessage({conversation: direct, seq: first.seq}, true);
	await send(bob, direct, 'yes', {replyTo: first.seq});
	const wrong = await send(alice, direct, 'a secret');
	await alice.recallMessage({conversation: direct, seq: wrong.seq});
	const hidden = await send(bob, direct, 'not for alice');
	await waitForText(alice, direct, 'not for alice');
	await alice.hideMessage({conversation: direct, seq: hidden.seq});
	const plan = makeFile('plan.txt', 'one\ntwo\n');
	await bob.whenSent(bob.sendFile(direct, plan, 'read this'));
	await bob.whenSent(bob.sendFile(direct, plan, 'once more'));
	const group = await bob.createGroup('team', ['alice']);
	await send(bob, group, 'hello team');
	await waitForText(alice, group, 'hello team');
	alice.saveDraft(group, 'a draft');
	await alice.request('request-friend', {name: 'bob'});
	// What was hidden and changed reaches this device by its log.
	await alice.whenSynced();
	await waitFor(() => alice.getState().friends.size === 1, 'the request');

	const fresh = await addDevice(server, 'alice');
	const folder = newFolder();
	const summary = await exportAccount(fresh, {...options, folder});
	expect(summary).toMatchObject({isComplete: true, isOnline: true, messages: 6, files: 1});
	expect(readdirSync(folder).sort()).toEqual([
		'account.json',
		'conversations',
		'files',
		'index.html',
		'manifest.json',
		'pages',
	]);
	expect(existsSync(`${folder}.partial`)).toBe(false);

	const lines = linesOf(join(folder, 'conversations', 'direct-bob.jsonl'));
	expect(lines).toMatchObject([
		{
			seq: first.seq,
			sender: 'alice',
			text: 'shall we ship?',
			reactions: [{emoji: '👍', accounts: ['bob']}],
			versions: [{text: 'shal we ship?'}, {text: 'shall we ship?'}],
			pinned: true,
		},
		{sender: 'bob', text: 'yes', replyTo: first.seq},
		{sender: 'alice', text: '', recalled: true},
		{sender: 'bob', text: 'read this', file: {name: 'plan.txt', path: 'files/plan.txt'}},
		{text: 'once more', file: {path: 'files/plan.txt'}},
	]);
	expect(readFileSync(join(folder, 'files', 'plan.txt'), 'utf8')).toBe('one\ntwo\n');
	expect(allTextOf(folder)).not.toMatch(/a secret|not for alice/);
	expect(jsonOf(join(folder, 'conversations', 'group-team.json'))).toMatchObject({
		name: 'team',
		members: [{account: {name: 'alice'}}, {account: {name: 'bob'}, role: 'owner'}],
		settings: {visibility: 'public'},
	});
	const notices = linesOf(join(folder, 'conversations', 'group-team.notices.jsonl'));
	expect(notices.map(({kind}) => kind)).toEqual([
		'conversation-created',
		'member-joined',
		'member-joined',
	]);
	expect(jsonOf(join(folder, 'account.json'))).toMatchObject({
		account: {name: 'alice'},
		friends: [{account: {name: 'bob'}, friendship: 'asked'}],
		devices: [{isCurrent: true}, {isCurrent: false}],
	});
	expect(jsonOf(join(folder, 'manifest.json'))).toMatchObject({messages: 6, isComplete: true});
	const page = readFileSync(join(folder, 'pages', 'direct-bob.html'), 'utf8');
	expect(page).toContain(`href="direct-bob.html#m${first.seq}"`);
	expect(page).toContain('href="../files/plan.txt"');
	expect(page).toContain('message recalled');
	for (const path of readdirSync(folder, {recursive: true}) as string[]) {
		const stats = statSync(join(folder, path));
		expect(stats.mode & 0o777, path).toBe(stats.isDirectory() ? 0o700 : 0o600);
	}
}, 60_000);

test('without the server, what is on this computer is exported and told to be no more', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	const {seq} = await send(alice, direct, 'kept here');
	const isKept = () => alice.readStored(direct, {limit: 1, after: seq - 1}).length === 1;
	await waitFor(isKept, 'the entry');
	await server.stop();
	alice.sendMessage(direct, 'not sent yet');
	await alice.stop();

	const offline = reopenAccount(dataDir, 'alice', server.address);
	const folder = newFolder();
	const summary = await exportAccount(offline, {...options, folder});
	expect(summary).toMatchObject({isOnline: false, isComplete: false, messages: 1});
	expect(linesOf(join(folder, 'conversations', 'direct-bob.jsonl'))).toMatchObject([
		{text: 'kept here'},
	]);
	expect(jsonOf(join(folder, 'conversations', 'direct-bob.json'))).toMatchObject({
		unsent: [{text: 'not sent yet', state: 'queued'}],
	});
	const index = readFileSync(join(folder, 'index.html'), 'utf8');
	expect(index).toContain('The server was not reached');
	expect(index).toContain('not sent yet');
});

test('no folder with something in it is written to, and what is in the way stays', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const folder = newFolder();
	mkdirSync(folder);
	writeFileSync(join(folder, 'mine'), 'x');
	await expect(exportAccount(alice, {...options, folder})).rejects.toThrow(/is not empty/);
	await expect(exportAccount(alice, {...options, folder: '/proc/export'})).rejects.toThrow();
	expect(readdirSync(folder)).toEqual(['mine']);
	rmSync(join(folder, 'mine'));
	mkdirSync(`${folder}.partial`);
	writeFileSync(join(`${folder}.partial`, 'mine'), 'x');
	await expect(exportAccount(alice, {...options, folder})).rejects.toThrow(/in the way/);
	expect(readdirSync(`${folder}.partial`)).toEqual(['mine']);
	rmSync(`${folder}.partial`, {recursive: true});
	await exportAccount(alice, {...options, folder});
	expect(readdirSync(folder)).toContain('manifest.json');
});

test('an export that was cut leaves no whole one, and the next one takes only files that are right', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const direct = await bob.openDirect(['alice']);
	await bob.whenSent(bob.sendFile(direct, makeFile('plan.txt', 'the whole plan\n')));
	await bob.whenSent(bob.sendFile(direct, makeFile('plan.txt', 'another plan\n')));
	await waitUntilSent(bob);
	const folder = newFolder();
	const partial = `${folder}.partial`;
	mkdirSync(join(partial, 'files'), {recursive: true});
	// No process has this number.
	const card = {account: `alice@${server.address}`, pid: 2 ** 30};
	writeFileSync(join(partial, 'partial.json'), JSON.stringify(card));
	writeFileSync(join(partial, 'account.json'), '{"cut":');
	writeFileSync(join(partial, 'files', 'fetched before.txt'), 'the whole plan\n');
	writeFileSync(join(partial, 'files', 'plan.txt'), 'the whole p');
	writeFileSync(join(partial, 'files', 'recalled since.txt'), 'gone');
	const summary = await exportAccount(alice, {...options, folder});
	expect(summary).toMatchObject({isComplete: true, files: 2});
	expect(readdirSync(join(folder, 'files')).sort()).toEqual(['fetched before.txt', 'plan (2).txt']);
	const [first, second] = linesOf(join(folder, 'conversations', 'direct-bob.jsonl'));
	expect(first).toMatchObject({file: {path: 'files/fetched before.txt'}});
	expect(second).toMatchObject({file: {path: 'files/plan (2).txt'}});
	expect(readFileSync(join(folder, 'files', 'plan (2).txt'), 'utf8')).toBe('another plan\n');
});

test('files can be left out, all or the large ones, and are named', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const direct = await bob.openDirect(['alice']);
	await bob.whenSent(bob.sendFile(direct, makeFile('small.txt', 'small')));
	const large = await bob.whenSent(bob.sendFile(direct, makeFile('large.txt', 'x'.repeat(2_000))));
	await waitFor(() => alice.getState().conversations.get(direct)?.head === large.seq, 'both files');
	const some = newFolder();
	const summary = await exportAccount(alice, {...options, folder: some, fileBytesMax: 1_000});
	expect(readdirSync(join(some, 'files'))).toEqual(['small.txt']);
	expect(summary.missing.files).toMatchObject([{name: 'large.txt', seq: large.seq}]);
	expect(readFileSync(join(some, 'pages', 'direct-bob.html'), 'utf8')).toContain(
		'not in this export',
	);
	const none = newFolder();
	await exportAccount(alice, {
		...options,
		folder: none,
		fileBytesMax: 0,
		formats: {json: true, html: false},
	});
	expect(readdirSync(none).sort()).toEqual([
		'account.json',
		'conversations',
		'files',
		'manifest.json',
	]);
	expect(readdirSync(join(none, 'files'))).toEqual([]);
});
