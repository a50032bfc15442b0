/** The screen and its server: one that is started from it, and one that dies and comes back. */
import {expect, onTestFinished, test} from 'vitest';
import {findFreePort, spawnServer} from '../helpers/program.ts';
import {keys} from '../helpers/pty.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {expectRestored, joinServer, openScreen, register, say} from './screen-program.ts';

test('a server is started from the home screen, joined, and ends with it', async () => {
	const port = await findFreePort();
	const alice = openScreen({
		words: ['--host', '127.0.0.1', '--port', String(port)],
		dataDir: temporaryFolder(),
	});
	await alice.waitForText('Start a server');
	alice.send('s');
	await register(alice, 'alice');
	await say(alice, 'my own server');

	const bob = await joinServer('bob', {
		server: {port, fingerprint: 'SHA256:'},
		dataDir: temporaryFolder(),
	});
	await bob.waitForText(/alice +my own server/);
	alice.send(keys.ctrl('q'));
	await expectRestored(alice, 0);
	await bob.waitForText('○ offline');
});

test('what is written while the server is gone waits and is delivered', async () => {
	const port = await findFreePort();
	const dataDir = temporaryFolder();
	const server = await spawnServer({dataDir, port});
	const alice = await joinServer('alice', {server, dataDir: temporaryFolder()});
	const bob = await joinServer('bob', {server, dataDir: temporaryFolder()});
	await server.kill('SIGKILL');
	await alice.waitForText('○ offline');
	alice.send(`written alone${keys.enter}`);
	await alice.waitForText('written alone  ◷');
	await alice.waitForText('1 queued');

	const again = await spawnServer({dataDir, port});
	onTestFinished(() => again.kill());
	await alice.waitForText('written alone  ✓', 30_000);
	await bob.waitForText(/alice +written alone/, 30_000);
	await alice.waitForText('● online');
	expect(alice.screen.text()).not.toContain('queued');
});
