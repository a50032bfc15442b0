/** Makes the README's pictures from real frames: a server, some people, and the screen in a real terminal. */
import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import sharp from 'sharp';
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

const landscape = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600">
	<defs><linearGradient id="sky" x2="0" y2="1">
		<stop offset="0" stop-color="#1b2a57"/><stop offset=".55" stop-color="#d9713c"/><stop offset="1" stop-color="#ffd98a"/>
	</linearGradient></defs>
	<rect width="900" height="600" fill="url(#sky)"/>
	<circle cx="560" cy="330" r="70" fill="#fff3c4"/>
	<path d="M0 420 L180 250 L330 400 L470 280 L700 460 L900 330 V600 H0Z" fill="#3a2d55"/>
	<path d="M0 500 L240 400 L520 520 L760 430 L900 500 V600 H0Z" fill="#1d1a33"/>
	<rect y="545" width="900" height="55" fill="#2f4a73"/>
</svg>`;

/** Ten seconds of something like speech: 16-bit mono WAV. */
const makeVoice = (): Buffer => {
	const rate = 8_000;
	const samples = Buffer.alloc(rate * 20);
	for (let at = 0; at < samples.length / 2; at += 1) {
		const syllable = Math.max(0, Math.sin(at / 900) * Math.sin(at / 7_000 + 0.4));
		samples.writeInt16LE(Math.round(Math.sin(at / 6) * syllable * 30_000), at * 2);
	}

	const header = Buffer.alloc(44);
	header.write('RIFF', 0);
	header.writeUInt32LE(36 + samples.length, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate * 2, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36);
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
};

const sendFiles = async (): Promise<void> => {
	const picture = join(folder, 'from the ridge.jpg');
	await sharp(Buffer.from(landscape)).jpeg().toFile(picture);
	const voice = join(folder, 'voice-0930.wav');
	writeFileSync(voice, makeVoice());
	const plan = join(folder, 'route.gpx');
	writeFileSync(plan, 'x'.repeat(84_000));
	await run('bob', 'send', '@alice', '--file', picture, 'The view from the top!');
	await run('alice', 'run', '/react --in @bob ^ 😮');
	await run('bob', 'send', '@alice', '--file', voice);
	await run('alice', 'send', '@bob', '--file', plan, 'Here is the way down');
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
	await sendFiles();
	await takePicture(
		'files.svg',
		['--data', join(folder, 'alice'), 'connect', server],
		async pty => {
			await pty.waitForText('route.gpx');
			await pty.waitForText('● bob');
			await pty.waitForText('Here is the way down');
		},
	);
	for (const go of leave) {
		go();
	}
} finally {
	await running.kill();
	rmSync(folder, {recursive: true, force: true});
}
