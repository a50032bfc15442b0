/** Two people at real terminals: what they type, what they see, and what is left behind. */
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {findFreePort, programPath, spawnServer} from '../helpers/program.ts';
import {keys, openPty, type Pty} from '../helpers/pty.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {restoredState} from '../helpers/terminal-emulator.ts';

const password = 'correct-horse';
const family = '👩‍👩‍👧';
const awkward = `你好 ${family} e\u0301 ok`;

const openScreen = (folder: string, name: string, words: readonly string[]): Pty => {
	const args = [...words, '--data', join(folder, name)];
	const pty = openPty([process.execPath, programPath, ...args], {columns: 120, rows: 40});
	onTestFinished(() => pty.close());
	return pty;
};

/** Trusts the server, makes an account, and waits for the main view. */
const signUp = async (pty: Pty, name: string): Promise<void> => {
	await pty.waitForText('Is this the right server?');
	pty.send(keys.enter);
	await pty.waitForText('Make an account');
	pty.send(`${name}${keys.tab}${password}${keys.tab}${password}${keys.enter}`);
	await pty.waitForText('# everyone');
	await pty.waitForText('● online');
};

const startServer = async (folder: string, port: number) => {
	const server = await spawnServer({dataDir: join(folder, 'server'), port});
	onTestFinished(() => server.kill('SIGKILL'));
	return server;
};

const openPair = async () => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = await startServer(folder, port);
	const alice = openScreen(folder, 'alice', ['connect', `localhost:${port}`]);
	await signUp(alice, 'alice');
	const bob = openScreen(folder, 'bob', ['connect', `localhost:${port}`]);
	await signUp(bob, 'bob');
	return {folder, port, server, alice, bob};
};

/** Columns in which each row between the first and the last border has one. */
const brokenBorders = ({screen}: Pty): string[] => {
	const frame = screen.frame().rows.map(row => row.map(({text}) => text));
	const top = frame[0] ?? [];
	const columns = top.flatMap((text, column) =>
		'╭╮'.includes(text) && text !== '' ? [column] : [],
	);
	const bottom = frame.findIndex(row => row[0] === '╰');
	return frame
		.slice(1, bottom)
		.flatMap((row, index) =>
			columns
				.filter(column => !'│├┤'.includes(row[column] || ' '))
				.map(column => `row ${index + 1}, column ${column}: "${row[column]}"`),
		);
};

/** The cell after the composer's text. */
const endOfComposer = ({screen}: Pty, text: string): {x: number; y: number} => {
	const rows = screen.frame().rows.map(row => row.map(cell => cell.text));
	const y = rows.findIndex(row => row.join('').includes(`› ${text}`));
	const before = (rows[y] ?? []).join('').split(`› ${text}`)[0] ?? '';
	let x = 0;
	for (let taken = ''; taken.length < before.length; x++) {
		taken += rows[y]?.[x] ?? '';
	}

	const width = screen
		.cells(y)
		.slice(x)
		.findIndex((_cell, index, cells) => {
			const shown = cells
				.slice(0, index)
				.map(cell => cell.text)
				.join('');
			return shown === `› ${text}`;
		});
	return {x: x + width, y};
};

test('two people converse, in a pair and in a group, at every size', async () => {
	const {alice, bob} = await openPair();
	alice.send(`/msg @bob ${awkward}${keys.enter}`);
	await alice.waitForText(/alice +你好/);
	await bob.waitForText(/alice +1/);
	bob.send(`${keys.ctrl('k')}alice`);
	await bob.waitForText('› ● alice');
	bob.send(keys.enter);
	await bob.waitForText(new RegExp(`alice +${awkward}`));
	await alice.waitForText('✓✓');
	bob.send(`Hello back ${family}${keys.enter}`);
	await alice.waitForText(`Hello back ${family}`);
	expect([brokenBorders(alice), brokenBorders(bob)]).toEqual([[], []]);

	alice.send(`/group create team @bob${keys.enter}`);
	await alice.waitForText('#team · 2 members');
	for (let line = 1; line <= 60; line++) {
		alice.send(`line ${line}${keys.enter}`);
		await alice.waitForText(`line ${line} `);
	}

	await bob.waitForText(/team +60/);
	alice.send(keys.pageUp);
	await alice.waitForText('line 10');
	alice.send(`${keys.pageDown}${keys.pageDown}`);
	await alice.waitForText('line 60');

	alice.send(`draft ${awkward}`);
	for (const [columns, rows] of [
		[60, 20],
		[200, 50],
		[40, 12],
		[120, 40],
	] as const) {
		alice.resize(columns, rows);
		await alice.waitForScreen(
			({rows: shown}) => (shown()[0] ?? '').length === columns && shown()[rows - 2]?.[0] === '╰',
			`a whole screen of ${columns}×${rows}`,
		);
		await alice.waitForText(`› draft ${awkward}`);
		expect(brokenBorders(alice), `${columns}×${rows}`).toEqual([]);
		const {x, y, isVisible} = alice.screen.cursor();
		expect({x, y, isVisible}).toEqual({
			...endOfComposer(alice, `draft ${awkward}`),
			isVisible: true,
		});
	}

	alice.send('\x1bOP');
	await alice.waitForText('Everywhere');
	alice.send(keys.escape);
	await alice.waitForScreen(({text}) => !text().includes('Everywhere'), 'help to close');
});

test.each(['Ctrl-Q', 'SIGTERM', 'SIGHUP'] as const)(
	'gives the terminal back as it was after %s',
	async way => {
		const folder = temporaryFolder();
		const pty = openScreen(folder, 'nobody', []);
		await pty.waitForText('Start a server');
		expect(pty.screen.state()).not.toEqual(restoredState);
		if (way === 'Ctrl-Q') {
			pty.send(keys.ctrl('q'));
		} else {
			pty.kill(way);
		}

		await pty.waitForExit();
		await pty.waitForScreen(({state}) => !state().isAlternateScreen, 'the shell’s screen');
		expect(pty.screen.state()).toEqual(restoredState);
	},
);

test('keeps what is written while the server is gone, and sends it when it is back', async () => {
	const {folder, port, server, alice, bob} = await openPair();
	alice.send(`/msg @bob first${keys.enter}`);
	await bob.waitForText(/alice +1/);
	await server.kill('SIGKILL');
	await alice.waitForScreen(({text}) => !text().includes('● online'), 'the screen to be offline');
	alice.send(`written in the dark${keys.enter}`);
	await alice.waitForText('1 queued');
	await alice.waitForText(/written in the dark +◷/);
	await startServer(folder, port);
	await alice.waitForText(/written in the dark +✓/, 30_000);
	await bob.waitForText(/alice +2/, 30_000);
});
