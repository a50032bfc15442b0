/** The example runs as it stands in the repository, against the built library. */
import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {joinServer, textsOf, waitForText} from '../helpers/chat-pair.ts';
import {findFreePort, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const program = fileURLToPath(new URL('../../examples/echo-bot.ts', import.meta.url));

const startBot = (address: string, fingerprint: string, dataDir: string) => {
	const child = spawn(process.execPath, [program, address, 'echo', fingerprint], {
		env: {...process.env, CHAT_TUI_PASSWORD: 'a password of a bot', CHAT_TUI_DATA: dataDir},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			output += chunk.toString();
		});
	}

	return {child, output: () => output};
};

test('the echo bot answers, and answers after a restart what came meanwhile', async () => {
	const port = await findFreePort();
	const server = await spawnServer({dataDir: temporaryFolder(), port});
	onTestFinished(() => server.kill());
	const address = `127.0.0.1:${port}`;
	const dataDir = temporaryFolder();
	const bot = startBot(address, server.fingerprint, dataDir);
	await waitFor(() => bot.output().includes('listens'), bot.output, 30_000);
	const alice = await joinServer({address, fingerprint: server.fingerprint}, 'alice');
	const log = await alice.resolveTarget('@echo');
	alice.sendMessage(log, 'hello');
	await waitForText(alice, log, 'You said: hello');

	const exited = new Promise(resolve => {
		bot.child.once('exit', resolve);
	});
	bot.child.kill('SIGINT');
	expect(await exited).toBe(0);
	alice.sendMessage(log, 'are you there?');
	startBot(address, server.fingerprint, dataDir);
	await waitForText(alice, log, 'You said: are you there?');
	expect(await textsOf(alice, log)).toEqual([
		'hello',
		'You said: hello',
		'are you there?',
		'You said: are you there?',
	]);
});
