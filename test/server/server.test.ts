/** Starting and stopping: what stays, what is refused, and what it says. */
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {createServer as createNetServer} from 'node:net';
import {join} from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import {StartFailure} from '../../source/server/start-failure.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {befriend, connectWire, openTestSocket, resumeAs, signUp} from '../helpers/wire-client.ts';

const failureOf = async (options: Parameters<typeof startTestServer>[0]): Promise<string> => {
	const failure = await startTestServer(options).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(StartFailure);
	return (failure as StartFailure).message;
};

test('keeps everything across a restart', async () => {
	const first = await startTestServer();
	const ada = await signUp(first, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team', title: 'The team'});
	const message = {conversation: conversation.id, id: crypto.randomUUID(), text: 'hi'};
	const {seq} = await ada.request('send-message', message);
	await ada.request('mark-read', {conversation: conversation.id, seq});
	await first.close();
	await ada.whenClosed();
	expect(ada.bodiesOf('server-stopping')).toHaveLength(1);

	const second = await startTestServer({dataDir: first.dataDir});
	expect(second.fingerprint).toBe(first.fingerprint);
	expect(second.server.adminCode).toBeUndefined();
	const back = await resumeAs(second, ada);
	expect(await back.request('send-message', message)).toMatchObject({seq});
	const {conversations} = await back.request('list-conversations', {only: [conversation.id]});
	expect(conversations[0]).toMatchObject({
		settings: {title: 'The team'},
		head: seq,
		readSeq: seq,
		unread: 0,
	});
	const page = {log: conversation.id, epoch: ada.session.epoch, limit: 1};
	const {entries} = await back.request('fetch-entries', page);
	expect(entries).toMatchObject([{id: message.id, seq, content: {text: 'hi'}}]);
});

test('a first start that fails does not use up the admin code', async () => {
	const {port} = await startTestServer();
	const dataDir = join(temporaryFolder(), 'data');
	expect(await failureOf({dataDir, port})).toContain('another program is listening there');
	const {server} = await startTestServer({dataDir});
	expect(server.adminCode).toMatch(/^[\w-]{20,}$/);
});

test('remembers when people were last seen, also those whom its stop cut off', async () => {
	const first = await startTestServer({offlineDelayMs: 60_000});
	const ada = await signUp(first, 'ada');
	const bob = await signUp(first, 'bob');
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	await befriend(ada, bob);
	await first.close();
	const second = await startTestServer({dataDir: first.dataDir});
	const back = await resumeAs(second, ada);
	const {conversations} = await back.request('list-conversations', {only: [conversation.id]});
	expect(conversations[0]?.peers).toMatchObject([
		{id: bob.session.account.id, presence: 'offline', seenAt: expect.any(Number)},
	]);
});

test('answers what it took before it stops', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team'});
	const sends = Array.from({length: 50}, () => {
		const id = crypto.randomUUID();
		return ada.request('send-message', {conversation: conversation.id, id, text: 'hi'});
	});
	// The first answer shows that the server has them all: they came in one piece.
	await sends[0];
	await server.close();
	expect(await Promise.all(sends)).toHaveLength(50);
});

test('stops in time, whatever its peers do', async () => {
	const server = await startTestServer({patience: {closeMs: 100}});
	const ada = await signUp(server, 'ada');
	ada.socket.pause();
	await openTestSocket(server.port);
	const half = await openTestSocket(server.port);
	half.write(Buffer.from([0x16, 3, 1]));
	const web = await openTestSocket(server.port);
	web.pause();
	web.write('GET / HTTP/1.1\r\n\r\n');
	const begin = Date.now();
	await server.close();
	expect(Date.now() - begin).toBeLessThan(2_000);
});

test('refuses a folder that another server uses, and takes it once that has stopped', async () => {
	const first = await startTestServer();
	expect(await failureOf({dataDir: first.dataDir})).toMatch(/Another chat-tui server is using/);
	await first.close();
	await startTestServer({dataDir: first.dataDir});
});

test('refuses a port that is taken, and leaves the folder free', async () => {
	const other = createNetServer().listen(0, '127.0.0.1');
	onTestFinished(() => void other.close());
	await waitFor(() => other.listening, 'the other program to listen');
	const address = other.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const dataDir = temporaryFolder();
	expect(await failureOf({dataDir, port})).toMatch(/another program is listening there/);
	await startTestServer({dataDir});
});

test('refuses a database of a newer program untouched', async () => {
	const first = await startTestServer();
	await first.close();
	const file = join(first.dataDir, 'server.db');
	const database = new BetterSqlite3(file);
	database.pragma('user_version = 999');
	database.close();
	const before = readFileSync(file);
	expect(await failureOf({dataDir: first.dataDir})).toMatch(/newer chat-tui/);
	expect(readFileSync(file).equals(before)).toBe(true);
});

test.each([
	['a file stands in its place', (folder: string) => writeFileSync(folder, '')],
	[
		'the database is none',
		(folder: string) => {
			mkdirSync(folder);
			writeFileSync(join(folder, 'server.db'), 'x'.repeat(5_000));
		},
	],
	[
		'the lock is none',
		(folder: string) => {
			mkdirSync(join(folder, 'server.lock'), {recursive: true});
		},
	],
	[
		'the identity is none',
		(folder: string) => {
			mkdirSync(folder);
			writeFileSync(join(folder, 'identity.pem'), 'nonsense');
		},
	],
])('says in one line that a folder cannot be used when %s', async (_what, spoil) => {
	const dataDir = join(temporaryFolder(), 'server');
	spoil(dataDir);
	const message = await failureOf({dataDir});
	expect(message).toContain(dataDir);
	expect(message).not.toContain('\n');
});

test('keeps its files to its owner', async () => {
	const dataDir = join(temporaryFolder(), 'server');
	const server = await startTestServer({dataDir});
	await signUp(server, 'ada');
	expect(statSync(dataDir).mode & 0o777).toBe(0o700);
	for (const file of ['server.db', 'server.db-wal', 'server.lock', 'identity.pem']) {
		expect(statSync(join(dataDir, file)).mode & 0o777, file).toBe(0o600);
	}
});

test('keeps no password, token or code in readable form', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	await connectWire(server);
	await server.close();
	const bytes = readFileSync(join(server.dataDir, 'server.db'));
	for (const secret of ['correct horse', ada.session.token, server.server.adminCode ?? 'none']) {
		expect(bytes.includes(secret), secret).toBe(false);
	}
});
