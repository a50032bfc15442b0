/** `chat-tui run "/…"`: a server is run, and people talk, without any screen. */
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import sharp from 'sharp';
import {expect, onTestFinished, test} from 'vitest';
import {makeFile} from '../helpers/files.ts';
import {findFreePort, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const makePng = (): Promise<Buffer> =>
	sharp({create: {width: 20, height: 10, channels: 3, background: '#c84020'}})
		.png()
		.toBuffer();

const password = 'correct horse battery';

const startServer = async () => {
	const port = await findFreePort();
	const server = await spawnServer({dataDir: temporaryFolder(), port});
	onTestFinished(() => server.kill());
	const adminCode = /Admin code\s+(\S+)/.exec(server.output())?.[1] ?? '';
	const makePerson = async (name: string) => {
		const data = temporaryFolder();
		const options = {env: {CHAT_TUI_PASSWORD: password}};
		const words = ['register', `127.0.0.1:${port}`, '--name', name, '--accept-new'];
		expect((await runProgram([...words, '--data', data], options)).exitCode).toBe(0);
		return async (...args: readonly string[]) => {
			const result = await runProgram([...args, '--json', '--data', data]);
			const objects = result.stdout
				.split('\n')
				.filter(line => line !== '')
				.map(line => JSON.parse(line) as Record<string, unknown>);
			return {...result, objects};
		};
	};

	return {server, adminCode, makePerson};
};

test('an administrator runs a server from the command line, to its end', async () => {
	const {server, adminCode, makePerson} = await startServer();
	const alice = await makePerson('alice');
	const bob = await makePerson('bob');
	expect((await bob('run', '/shutdown now')).exitCode).toBe(1);
	expect((await alice('run', `/admin ${adminCode}`)).exitCode).toBe(0);
	expect((await alice('run', '/bantalk @bob 10m spam')).exitCode).toBe(0);
	const refused = await bob('send', '@alice', 'hi');
	expect(refused.exitCode).toBe(1);
	expect(refused.stderr).toMatch(/10 minutes: spam/);
	expect((await alice('run', '/audit')).objects).toMatchObject([
		{act: 'ban-talk', target: '@bob'},
		{act: 'claim-admin'},
	]);
	const exited = once(server.process, 'exit');
	expect((await alice('run', '/shutdown now good night')).exitCode).toBe(0);
	expect(await exited).toEqual([0, null]);
});

test('messages are changed from the command line, and read shows how they stand', async () => {
	const {makePerson} = await startServer();
	const alice = await makePerson('alice');
	const bob = await makePerson('bob');
	await alice('send', '@bob', 'ship it?');
	expect((await bob('run', '/react --in @alice ^ 👍')).exitCode).toBe(0);
	expect((await alice('run', '/edit --in @bob ^ ship it today?')).exitCode).toBe(0);
	const read = async () => (await bob('read', '@alice', '--limit', '5')).objects.at(-1);
	expect(await read()).toMatchObject({text: 'ship it today?', sender: 'alice'});
	expect(JSON.stringify(await read())).toContain('👍');
	expect((await alice('run', '/recall --in @bob ^')).exitCode).toBe(0);
	expect(JSON.stringify(await read())).not.toContain('ship');
	const wrong = await bob('run', '/react --in @alice');
	expect(wrong.exitCode).toBe(2);
	expect(wrong.stderr).toContain('/react');
});

test('whoever asks for help gets it, and no server', async () => {
	const data = temporaryFolder();
	for (const words of [
		['--serve', '--help'],
		['send', '--help'],
		['--help', 'connect', 'x'],
	]) {
		const {exitCode, stdout} = await runProgram([...words, '--data', data]);
		expect(stdout).toContain('Usage');
		expect(exitCode).toBe(0);
	}

	expect(readdirSync(data)).toEqual([]);
});

test('files go from one command line to the other', async () => {
	const {makePerson} = await startServer();
	const alice = await makePerson('alice');
	const bob = await makePerson('bob');
	const path = makeFile('plan.txt', 'one\ntwo\n');
	const picture = makeFile('dot.png', await makePng());
	const sent = await alice('send', '@bob', '--file', path, '--file', picture, 'read this');
	expect(sent.exitCode).toBe(0);
	expect(sent.objects.map(({text}) => text)).toEqual(['read this', '']);
	const read = await bob('read', '@alice');
	expect(read.objects.map(({file}) => file)).toMatchObject([
		{name: 'plan.txt', kind: 'file', type: 'text/plain', size: 8},
		{name: 'dot.png', kind: 'picture', width: 20, height: 10},
	]);
	const folder = temporaryFolder();
	const byId = await bob('get', String(sent.objects[0]?.id), '-o', folder);
	expect(byId.objects[0]?.path).toBe(join(folder, 'plan.txt'));
	expect(readFileSync(join(folder, 'plan.txt'), 'utf8')).toBe('one\ntwo\n');
	const byPlace = await bob('get', '@alice', '^', '-o', join(folder, 'renamed.png'));
	expect(byPlace.exitCode).toBe(0);
	expect(readFileSync(join(folder, 'renamed.png'))).toEqual(readFileSync(picture));
	expect((await bob('get', '@alice', '^9')).exitCode).toBe(1);
	expect((await bob('get')).exitCode).toBe(2);
	expect((await alice('send', '@bob', '--file', '/no/such/file')).stderr).toContain(
		'there is no such file',
	);
});

test('an export holds what read prints, and is never written over anything', async () => {
	const {server, makePerson} = await startServer();
	const alice = await makePerson('alice');
	const bob = await makePerson('bob');
	const path = makeFile('plan.txt', 'one\ntwo\n');
	await alice('send', '@bob', 'shal we?');
	await alice('run', '/edit --in @bob ^ shall we?');
	await alice('send', '@bob', '--file', path, 'read this');
	const folder = join(temporaryFolder(), 'mine');
	const exported = await bob('export', folder);
	expect(exported).toMatchObject({exitCode: 0, stderr: ''});
	expect(exported.objects).toMatchObject([{path: folder, isComplete: true, messages: 2, files: 1}]);
	const lines = readFileSync(join(folder, 'conversations', 'direct-alice.jsonl'), 'utf8');
	const objects = lines
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as Record<string, unknown>);
	const read = await bob('read', '@alice');
	// What read prints is the same there; an export knows more.
	expect(objects).toMatchObject(read.objects);
	expect(objects).toMatchObject([{versions: [{}, {}]}, {file: {path: 'files/plan.txt'}}]);
	const again = await bob('export', folder);
	expect(again.exitCode).toBe(1);
	expect(again.stderr).toContain('is not empty');
	expect((await bob('export', folder, '--file-limit', 'much')).exitCode).toBe(2);
	expect((await bob('export', folder, '--format', 'xml')).exitCode).toBe(2);
	expect((await bob('export', 'one', 'two')).exitCode).toBe(2);
	await server.kill();
	const offline = await bob('export', join(temporaryFolder(), 'offline'), '--format', 'html');
	expect(offline.exitCode).toBe(0);
	expect(offline.stderr).toContain('without the server');
	expect(offline.objects).toMatchObject([{isOnline: false, isComplete: false, messages: 2}]);
});
