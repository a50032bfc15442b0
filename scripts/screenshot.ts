/** Makes the README's pictures from real frames: a server, some people, and the screen in a real terminal. */
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findFreePort, programPath, runProgram, spawnServer} from '../test/helpers/program.ts';
import {openPty} from '../test/helpers/pty.ts';
import {frameToSvg} from './frame-to-svg.ts';

const docs = fileURLToPath(new URL('../docs', import.meta.url));
const password = 'correct-horse-battery';
const size = {columns: 108, rows: 28};

const folder = mkdtempSync(join(tmpdir(), 'chat-tui-picture-'));
const port = await findFreePort();
const server = `localhost:${port}`;

const run = async (name: string, ...words: string[]): Promise<void> => {
	const args = [...words, '--data', join(folder, name)];
	const {exitCode, stderr} = await runProgram(args, {env: {CHAT_TUI_PASSWORD: password}});
	if (exitCode !== 0) {
		throw new Error(`${words.join(' ')}: ${stderr}`);
	}
};

const fillServer = async (): Promise<void> => {
	for (const name of ['alice', 'bob', 'carol', 'dave']) {
		await run(name, 'register', server, '--name', name, '--accept-new');
	}

	await run('alice', 'run', '/group create ops @bob @dave');
	await run('alice', 'run', '/group create design @bob @carol @dave');
	await run('dave', 'send', '@alice', 'Are you coming for lunch?');
	await run('bob', 'send', '#ops', 'Disk on the build machine is at 91 %');
	await run('dave', 'send', '#ops', 'On it');
	await run('bob', 'send', '#design', 'Did the build pass?');
	await run('alice', 'send', '#design', 'Yes, all green: https://build.example.org/4211');
	await run('carol', 'send', '#design', '太好了 🎉 then the new icons are in as well');
	await run('dave', 'run', '/react --in #design ^ 🎉');
	await run('bob', 'run', '/react --in #design ^ 🎉');
	await run(
		'carol',
		'send',
		'#design',
		'Start them with `npm run icons`, they are *much* faster now',
	);
	await run('bob', 'run', '/reply --in #design ^3 @alice shall we ship?');
	await run('carol', 'run', '/react --in #design ^ 👍');
	await run('dave', 'run', '/react --in #design ^ 👍');
	await run('alice', 'run', '/topic --in #design Icons, themes and everything round');
	await run('alice', 'run', '/pin --in #design ^3');
	await run('dave', 'run', '/me --in #design fetches the cake');
	await run('bob', 'run', '/friend @alice');
	await run('alice', 'run', '/accept @bob');
	await run('bob', 'run', '/status at the desk');
	await run('carol', 'run', '/away');
	await run('dave', 'run', '/friend @alice');
};

/** Keeps somebody connected until the picture is taken. */
const stayOnline = (name: string): (() => void) => {
	const words = ['read', '#design', '--follow', '--data', join(folder, name)];
	const child = spawn(process.execPath, [programPath, ...words], {stdio: 'ignore'});
	return () => child.kill();
};

const takePicture = async (
	file: string,
	args: readonly string[],
	steps: (pty: ReturnType<typeof openPty>) => Promise<void>,
): Promise<void> => {
	const pty = openPty([process.execPath, programPath, ...args], size);
	try {
		await steps(pty);
		writeFileSync(join(docs, file), frameToSvg(pty.screen.frame()));
	} finally {
		pty.kill('SIGTERM');
		await pty.waitForExit();
		pty.close();
	}
};

const running = await spawnServer({
	dataDir: join(folder, 'server'),
	port,
	args: ['--server-name', 'home'],
});
try {
	await takePicture('home.svg', ['--data', join(folder, 'nobody')], pty =>
		pty.waitForText('Start a server'),
	);
	await fillServer();
	const leave = ['bob', 'carol'].map(stayOnline);
	await takePicture(
		'main-view.svg',
		['--data', join(folder, 'alice'), 'connect', server],
		async pty => {
			await pty.waitForText('shall we ship?');
			await pty.waitForText('● bob');
			await pty.waitForText('◐ carol');
			pty.send('Ship it');
			await pty.waitForText('› Ship it');
		},
	);
	for (const go of leave) {
		go();
	}
} finally {
	await running.kill();
	rmSync(folder, {recursive: true, force: true});
}
