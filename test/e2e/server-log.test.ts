/** What a server writes about itself: for programs and for people, and never what was said or kept secret. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {expect, onTestFinished, test} from 'vitest';
import {findFreePort, programPath, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {openTestSocket} from '../helpers/wire-client.ts';

const password = 'correct horse battery';

/** A server whose log was filled by a registration, a wrong log-in and a message. */
const runChat = async (args: readonly string[]) => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = await spawnServer({dataDir: join(folder, 'server'), port, args});
	onTestFinished(() => server.kill());
	const address = `127.0.0.1:${port}`;
	const run = (words: readonly string[], secret: string) =>
		runProgram([...words, '--data', join(folder, 'client')], {env: {CHAT_TUI_PASSWORD: secret}});
	const names = ['--name', 'alice', '--accept-new'];
	expect((await run(['register', address, ...names], password)).exitCode).toBe(0);
	expect((await run(['login', address, ...names], 'a wrong guess')).exitCode).toBe(1);
	expect((await run(['send', '#everyone', 'meet at noon'], password)).exitCode).toBe(0);
	return server;
};

test('a program reads one object a line, with the connection and no secret', async () => {
	const server = await runChat(['--log-level', 'debug', '--log-format', 'json']);
	await server.kill();
	const output = server.output();
	const lines = output
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line) as Record<string, unknown>);
	expect(lines.every(({time, level}) => !Number.isNaN(Date.parse(String(time))) && level)).toBe(
		true,
	);
	expect(lines).toContainEqual(
		expect.objectContaining({msg: 'register', account: 'alice', connection: expect.any(Number)}),
	);
	expect(lines).toContainEqual(
		expect.objectContaining({
			msg: 'log-in refused',
			code: 'wrong-credentials',
			address: expect.stringContaining('127.0.0.1'),
			connection: expect.any(Number),
		}),
	);
	expect(lines.at(-1)).toMatchObject({msg: 'the server has stopped'});
	for (const secret of ['meet at noon', password, 'a wrong guess']) {
		expect(output).not.toContain(secret);
	}
});

test('a person reads lines with a time', async () => {
	const server = await runChat(['--log-format', 'pretty']);
	await waitFor(() => server.output().includes('log-in refused'));
	expect(server.output()).toMatch(/\[\d{4}-\d\d-\d\d [\d:]+\] WARN: log-in refused/);
});

test('the level keeps the log short', async () => {
	const server = await runChat(['--log-level', 'error']);
	await server.kill();
	expect(server.output()).not.toContain('log-in refused');
});

test('a token that others can read, or that is short, is refused', async () => {
	const folder = temporaryFolder();
	const file = join(folder, 'token');
	const serve = () =>
		runProgram(['--serve', '--port', '0', '--data', folder, '--metrics-token-file', file]);
	expect((await serve()).stderr).toContain('cannot be read: ENOENT');
	writeFileSync(file, 'short\n');
	chmodSync(file, 0o644);
	expect((await serve()).stderr).toContain('Others can read');
	chmodSync(file, 0o600);
	const {stderr, exitCode} = await serve();
	expect(stderr).toContain('at least 16');
	expect(exitCode).toBe(1);
});

test('a server goes on when nobody reads what it printed', async () => {
	const port = await findFreePort();
	const data = join(temporaryFolder(), 'server');
	const words = ['--serve', '--host', '127.0.0.1', '--port', String(port), '--data', data];
	const child = spawn(process.execPath, [programPath, ...words, '--log-format', 'json']);
	child.stdout.destroy();
	let log = '';
	child.stderr.on('data', chunk => {
		log += String(chunk);
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	await waitFor(
		() => log.includes('takes connections'),
		() => `the server to start: ${log}`,
	);
	const socket = await openTestSocket(port);
	socket.write('GET /health HTTP/1.1\r\nHost: chat\r\n\r\n');
	expect(await text(socket)).toContain('"healthy"');
	child.kill('SIGTERM');
	const [exitCode] = await once(child, 'exit');
	expect(exitCode, log).toBe(0);
});
