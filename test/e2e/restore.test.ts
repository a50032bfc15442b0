/** A server is restored from a backup while clients that know more than it come back. */
import {spawn} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {connect, register} from '../../source/client/library.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {checkConversation} from '../faults/checker.ts';
import type {Acknowledged} from '../faults/ledger.ts';
import {findFreePort, programPath, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const password = 'correct-horse';
const timing = {
	retryDelayMsBase: 20,
	retryDelayMsMax: 200,
	connectTimeoutMs: 2_000,
	handshakeTimeoutMs: 2_000,
};

const readAll = (client: Client, conversation: number): Promise<readonly Entry[]> =>
	client.readEntries(conversation, {limit: 1_000_000});

const textsOf = async (client: Client, conversation: number): Promise<unknown[]> =>
	(await readAll(client, conversation))
		.filter(({kind}) => kind === 'message-sent')
		.map(({content}) => content.text);

/** Each on a computer of its own; a second one of the same person logs in. */
const openClients = (folder: string, server: string) => {
	const options = (computer: string, name: string) => ({
		...{server, name, password, acceptNew: true, timing},
		dataDir: join(folder, computer),
	});
	const keep = (client: Client): Client => {
		onTestFinished(() => client.stop());
		return client;
	};
	const logIn = async (computer: string, name: string): Promise<Client> =>
		keep(await connect(options(computer, name)));
	return {
		logIn,
		async join(name: string): Promise<Client> {
			await (await register(options(name, name))).stop();
			return logIn(name, name);
		},
	};
};

const startServer = async (dataDir: string, port: number) => {
	const server = await spawnServer({dataDir, port, args: ['--no-rate-limits']});
	onTestFinished(() => server.kill('SIGKILL'));
	return server;
};

const backUp = async (dataDir: string): Promise<{file: string; rows: {account: number}}> => {
	const {stdout, stderr, exitCode} = await runProgram(['backup', '--data', dataDir, '--json']);
	expect([stderr, exitCode]).toEqual(['', 0]);
	return JSON.parse(stdout);
};

/** Sends one message after the other until told to stop. */
const sendOn = (client: Client, conversation: number, acknowledged: Acknowledged[]) => {
	let isSending = true;
	const send = async (): Promise<void> => {
		for (let count = 1; isSending; count += 1) {
			const {name} = client.getState().account;
			const id = client.sendMessage(conversation, `${name} ${count}`);
			const {seq} = await client.whenSent(id, 30_000);
			acknowledged.push({id, seq});
		}
	};
	const sending = send();
	return async () => {
		isSending = false;
		await sending;
	};
};

/** `chat-tui read #crew --follow` on a computer that has logged in. */
const followCrew = (dataDir: string) => {
	const args = [programPath, 'read', '#crew', '--follow', '--json', '--data', dataDir];
	const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
	onTestFinished(() => void child.kill('SIGKILL'));
	let [output, complaints] = ['', ''];
	child.stdout.on('data', chunk => (output += chunk));
	child.stderr.on('data', chunk => (complaints += chunk));
	return {
		texts: (): string[] =>
			output
				.split('\n')
				.slice(0, -1)
				.map(line => JSON.parse(line).text),
		complaints: () => complaints,
	};
};

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('clients that know more than a restored server come back to one history, and lose nothing they wrote', async () => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const address = `127.0.0.1:${port}`;
	const dataDir = join(folder, 'server');
	const {join: joinServer, logIn} = openClients(folder, address);
	let server = await startServer(dataDir, port);
	const alice = await joinServer('alice');
	const bob = await joinServer('bob');
	const crew = await alice.createGroup('crew', ['bob']);
	await waitFor(() => bob.findTarget('#crew') === crew, 'bob to be in the crew');
	const picture = join(folder, 'alice', 'picture.bin');
	writeFileSync(picture, Buffer.alloc(300_000, 7));
	await alice.whenSent(alice.sendFile(crew, picture, 'before the backup'));

	const reader = await logIn('reader', 'bob');
	await reader.stop();
	await (await logIn('cron', 'bob')).stop();
	const followed = followCrew(join(folder, 'reader'));
	await waitFor(
		() => followed.texts().includes('before the backup'),
		'the reader to follow',
		30_000,
	);
	const sent: Acknowledged[] = [];
	const stopSending = [alice, bob].map(client => sendOn(client, crew, sent));
	await waitFor(() => sent.length > 20, 'messages before the backup');
	const {file, rows} = await backUp(dataDir);
	const {length: countAtBackup} = sent;
	await waitFor(() => sent.length > countAtBackup + 20, 'messages after the backup');
	await Promise.all(stopSending.map(stop => stop()));
	expect(rows.account).toBe(2);
	expect([modeOf(file), modeOf(dirname(file))]).toEqual([0o600, 0o700]);

	const late = await alice.createGroup('late', ['bob']);
	await alice.whenSent(alice.sendMessage(late, 'in a group that will be gone'));
	const carol = await joinServer('carol');
	const laptop = await logIn('laptop', 'alice');
	const withCarol = await alice.resolveTarget('@carol');
	await server.kill('SIGKILL');
	await waitFor(() => alice.getState().connection.status !== 'online', 'the server to be missed');
	const queued = alice.sendMessage(crew, 'written while it was away');
	alice.sendMessage(late, 'for nobody any more');
	alice.sendMessage(withCarol, 'for carol alone');

	const restored = join(folder, 'restored');
	const restoring = await runProgram(['restore', file, '--data', restored]);
	expect(restoring.stderr).toBe('');
	expect(restoring.stdout).toContain('2 accounts');
	const {fingerprint} = server;
	server = await startServer(restored, port);
	expect(server.fingerprint).toBe(fingerprint);

	for (const client of [alice, bob]) {
		client.reconnect();
		await waitFor(() => client.getState().historyResets === 1, 'the reset to be noticed', 30_000);
		await client.whenSynced(30_000);
	}

	const {seq} = await alice.whenSent(queued, 30_000);
	await waitFor(() => bob.getState().conversations.get(crew)?.head === seq, 'it to reach bob');
	const witness = await logIn('witness', 'alice');
	const log = await readAll(witness, crew);
	// What stood before the backup began is there under the same numbers, whatever else is.
	const first = sent.slice(0, 20);
	const replicas = new Map<string, readonly Entry[]>();
	for (const client of [alice, bob]) {
		replicas.set(client.getState().account.name, await readAll(client, crew));
	}

	await waitFor(
		() => followed.texts().includes('written while it was away'),
		() => `the reader to go on; it printed ${followed.texts().slice(-3)}, ${followed.complaints()}`,
		30_000,
	);
	expect(new Set(followed.texts()).size, 'nothing is printed twice').toBe(followed.texts().length);
	expect(followed.complaints()).toContain('The server was restored from a backup');
	const args = ['read', '#crew', '--data', join(folder, 'cron'), '--limit', '10000'];
	const once = await runProgram(args);
	expect(once.stderr).toContain('The server was restored from a backup');
	expect(once.stdout.trim().split('\n')).toHaveLength((await textsOf(bob, crew)).length);
	const {keptHistory = ''} = bob.getState();
	const kept = readFileSync(keptHistory, 'utf8');
	expect(kept, 'what bob had is kept').toContain('in a group that will be gone');
	expect(checkConversation([...first, {id: queued, seq}], log, replicas)).toEqual([]);
	expect(
		(await textsOf(bob, crew)).filter(text => text === 'written while it was away'),
	).toHaveLength(1);
	const fileMessage = log.find(({content}) => content.text === 'before the backup');
	const fetched = await bob.fetchFile({conversation: crew, seq: fileMessage?.seq ?? 0}, folder);
	expect(readFileSync(fetched).equals(Buffer.alloc(300_000, 7))).toBe(true);

	// What was for a group and a person that are gone waits for a decision, with the reason.
	await waitFor(() => alice.getState().failed === 2, 'what is for nobody to be held back');
	expect(alice.getState().queued).toBe(2);

	for (const client of [carol, laptop]) {
		client.reconnect();
		await waitFor(
			() => client.getState().connection.status === 'stopped',
			'who is not known any more to be told',
		);
		expect(client.getState().connection).toMatchObject({reason: {code: 'signed-out'}});
	}

	await Promise.all([carol.stop(), laptop.stop()]);
	const carolAgain = await joinServer('carol');
	expect(carolAgain.getState().account.id).not.toBe(carol.getState().account.id);
	const id = carolAgain.sendMessage(await carolAgain.resolveTarget('@alice'), 'it is me again');
	await carolAgain.whenSent(id);
	const laptopAgain = await logIn('laptop', 'alice');
	await laptopAgain.whenSynced(30_000);
	expect(await readAll(laptopAgain, crew)).toEqual(log);
});

test.skipIf(process.getuid?.() !== 0)('root is told that it works as the owner', async () => {
	const closed = temporaryFolder();
	const data = join(temporaryFolder(), 'data');
	for (const folder of [data, join(closed, 'data')]) {
		mkdirSync(folder);
		chownSync(folder, 64_001, 64_001);
	}

	chmodSync(dirname(data), 0o755);
	chmodSync(closed, 0o700);
	writeFileSync(join(closed, 'chat.tar'), '');
	for (const args of [
		['backup', '--data', join(closed, 'data')],
		['restore', join(closed, 'chat.tar'), '--data', data],
	]) {
		const {stderr, exitCode} = await runProgram(args);
		expect(stderr).toContain('(user 64001) here, who needs the right to it too');
		expect(exitCode).toBe(1);
	}
});

test('what cannot be backed up or restored is told in a sentence', async () => {
	const folder = temporaryFolder();
	const file = join(folder, 'file');
	writeFileSync(file, 'no tar');
	writeFileSync(join(folder, 'server.db'), 'no database');
	writeFileSync(join(folder, 'identity.pem'), '');
	for (const [args, said] of [
		[['backup', '--data', folder], `The database in ${folder} is damaged: restore`],
		[['restore', file, '--data', file], 'file already exists'],
	] as const) {
		const {stderr, exitCode} = await runProgram(args);
		expect(stderr).toMatch(/^chat-tui: .*\n$/);
		expect(stderr).toContain(said);
		expect(exitCode).toBe(1);
	}
});
