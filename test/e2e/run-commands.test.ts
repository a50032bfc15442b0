/** `chat-tui run "/…"`: a server is run, and people talk, without any screen. */
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import {findFreePort, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

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
