/** `chat-tui doctor` finds what is wrong, says what to do, and changes nothing. */
import {
	chmodSync,
	chownSync,
	closeSync,
	existsSync,
	openSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import {findFreePort, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

type Found = {subject: string; grade: string; text: string};

const startChat = async () => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const dataDir = join(folder, 'server');
	const clientDir = join(folder, 'client');
	const server = await spawnServer({dataDir, port});
	onTestFinished(() => server.kill());
	const address = `127.0.0.1:${port}`;
	const words = ['register', address, '--name', 'alice', '--accept-new', '--data', clientDir];
	await runProgram(words, {env: {CHAT_TUI_PASSWORD: 'correct-horse'}});
	const examine = async (...args: readonly string[]) => {
		const {exitCode, stdout} = await runProgram(['doctor', '--json', ...args]);
		const findings = stdout
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line) as Found);
		const of = (subject: string) => findings.filter(finding => finding.subject === subject);
		return {exitCode, of, bad: findings.filter(({grade}) => grade === 'bad')};
	};
	return {
		server,
		address,
		dataDir,
		clientDir,
		examineServer: () => examine('--serve', '--data', dataDir, '--port', String(port)),
		examineClient: () => examine('--data', clientDir),
	};
};

/** Makes a page in the middle of the file unreadable. */
const damage = (file: string): void => {
	const descriptor = openSync(file, 'r+');
	writeSync(
		descriptor,
		Buffer.alloc(8_192, 0xff),
		0,
		8_192,
		Math.floor(statSync(file).size / 8_192) * 4_096,
	);
	closeSync(descriptor);
};

test('all is well where a server runs, and where somebody chats', async () => {
	const {examineServer, examineClient, address, dataDir} = await startChat();
	const server = await examineServer();
	expect([server.exitCode, server.bad]).toEqual([0, []]);
	expect(server.of('Server')[0]?.text).toContain('healthy');
	expect(server.of('Database')[0]?.text).toContain('accounts: 1');
	expect(server.of('Identity')[0]?.text).toContain('SHA256:');
	expect(server.of('Backups')).toMatchObject([{grade: 'doubtful'}]);
	await runProgram(['backup', '--data', dataDir]);
	expect((await examineServer()).of('Backups')).toMatchObject([
		{grade: 'good', text: expect.stringContaining('kept: 1')},
	]);
	const client = await examineClient();
	expect([client.exitCode, client.bad]).toEqual([0, []]);
	expect(client.of(address)[0]?.text).toContain('the certificate is the known one');
	expect(client.of('@alice')[0]?.text).toContain('sound');
});

test('a server that does not answer, and one that shows another certificate', async () => {
	const {server, examineClient, address, dataDir} = await startChat();
	await server.kill();
	const away = await examineClient();
	expect(away.exitCode).toBe(1);
	expect(away.bad).toMatchObject([{subject: address, text: expect.stringContaining('reached')}]);
	rmSync(join(dataDir, 'identity.pem'));
	const again = await spawnServer({dataDir, port: server.port});
	onTestFinished(() => again.kill());
	expect((await examineClient()).bad).toMatchObject([
		{subject: address, text: expect.stringMatching(/another|changed|fingerprint/i)},
	]);
});

test('damaged and newer databases, and an identity that others can read', async () => {
	const {server, examineServer, examineClient, dataDir, clientDir, address} = await startChat();
	await server.kill();
	chmodSync(join(dataDir, 'identity.pem'), 0o644);
	const file = join(dataDir, 'server.db');
	const database = new BetterSqlite3(file);
	database.pragma('user_version = 999');
	database.close();
	const newer = await examineServer();
	expect(newer.bad.map(({subject}) => subject)).toEqual(['Database', 'Identity']);
	expect(newer.of('Database')[0]?.text).toContain('newer');
	damage(file);
	expect((await examineServer()).of('Database')[0]?.text).toMatch(/damaged|malformed/);
	const copy = join(clientDir, 'accounts', `alice@${address.replace(':', '_')}`, 'chat.db');
	damage(copy);
	expect((await examineClient()).of('@alice')[0]).toMatchObject({grade: 'bad'});
});

test('settings that make no sense end it at once', async () => {
	const twice = await runProgram(['doctor', '--serve', '--port', '1', '--port', '2']);
	expect(twice).toMatchObject({
		exitCode: 2,
		stderr: 'chat-tui: The flag --port can only be set once.\n',
	});
	const config = join(temporaryFolder(), 'server.conf');
	writeFileSync(config, 'prot = 1\n');
	const {exitCode, stderr} = await runProgram(['doctor', '--serve', '--config', config]);
	expect(exitCode).toBe(2);
	expect(stderr).toContain('server.conf:1');
});

test('a server that listens on one address is found there', async () => {
	const port = await findFreePort();
	const dataDir = join(temporaryFolder(), 'server');
	const host = '127.0.0.9';
	const server = await spawnServer({dataDir, port, host});
	onTestFinished(() => server.kill());
	const words = ['doctor', '--serve', '--data', dataDir, '--port', String(port), '--host', host];
	const {stdout, exitCode} = await runProgram(words);
	expect(stdout).toContain('is healthy');
	expect(exitCode).toBe(0);
});

test.skipIf(process.getuid?.() !== 0)(
	'root looks at a server as its user does, and leaves nothing of its own',
	async () => {
		const parent = temporaryFolder();
		const folder = join(parent, 'server');
		const server = await spawnServer({dataDir: folder, port: await findFreePort()});
		await server.kill();
		rmSync(join(folder, 'server.lock'));
		for (const name of ['', ...readdirSync(folder)]) {
			chownSync(join(folder, name), 64_001, 64_001);
		}

		const port = String(await findFreePort());
		const examine = () => runProgram(['doctor', '--serve', '--data', folder, '--port', port]);
		chmodSync(parent, 0o755);
		expect(await examine()).toMatchObject({exitCode: 0, stderr: ''});
		const owners = readdirSync(folder).map(name => statSync(join(folder, name)).uid);
		expect(new Set(owners)).toEqual(new Set([64_001]));
		expect(existsSync(join(folder, 'server.lock'))).toBe(false);
		chmodSync(parent, 0o700);
		const closed = await examine();
		expect(closed.stdout).toContain('EACCES');
		expect(closed.stdout).not.toContain('not there yet');
		expect(closed.exitCode).toBe(1);
	},
);
