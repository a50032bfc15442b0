/** The terminal is left as it was found, whatever happens, and comes back after a stop. */
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, test} from 'vitest';
import {keys, openPty, type Pty} from '../helpers/pty.ts';
import {restoredState} from '../helpers/terminal-emulator.ts';

const program = fileURLToPath(new URL('fixtures/full-screen.ts', import.meta.url));

let pty: Pty | undefined;
afterEach(() => pty?.close());

const enteredState = {
	isAlternateScreen: true,
	isBracketedPaste: true,
	isFocusReported: true,
	isWrapping: false,
	isCursorVisible: true,
	isSynchronized: false,
	mouse: 'drag',
	keyboardDepth: 1,
	cursorShape: 6,
};

/** Starts the program in a shell that tells the terminal's modes after it. */
const start = async (): Promise<{pty: Pty; pid: number}> => {
	const script = `"${process.execPath}" "${program}"; echo "status $?"; stty -a; echo done`;
	const opened = openPty(['sh', '-c', script], {columns: 100, rows: 30, speaksKitty: true});
	pty = opened;
	await opened.waitForText(/ready \d+ 100x30/);
	await opened.waitForScreen(({state}) => state().keyboardDepth === 1, 'the keyboard protocol');
	const [, pid] = /ready (\d+)/.exec(opened.screen.text()) ?? [];
	return {pty: opened, pid: Number(pid)};
};

/** Waits for the shell's last word and checks everything that the program had changed. */
const expectRestored = async (opened: Pty, status: string | RegExp): Promise<void> => {
	await opened.waitForText('done');
	await opened.waitForExit();
	expect(opened.screen.state()).toEqual(restoredState);
	const shown = opened.screen.text().replaceAll('\n', ' ');
	expect(shown).toMatch(status);
	expect(shown).toMatch(/[^-]icanon/);
	expect(shown).toMatch(/[^-]echo\b/);
	expect(shown).toMatch(/[^-]isig/);
	expect(shown).toMatch(/[^-]icrnl/);
	expect(shown).not.toContain('ready');
};

test('takes the whole screen', async () => {
	const {pty: opened} = await start();
	await opened.waitForScreen(({cursor}) => cursor().x === 3 && cursor().y === 1, 'the cursor');
	expect(opened.screen.state()).toEqual(enteredState);
});

describe('restores the terminal', () => {
	test('when it is left', async () => {
		const {pty: opened} = await start();
		opened.send('l');
		await expectRestored(opened, 'status 0');
	});

	test('at process.exit', async () => {
		const {pty: opened} = await start();
		opened.send('x');
		await expectRestored(opened, 'status 3');
	});

	test.each([
		['t', 'thrown'],
		['r', 'rejected'],
	])('before a failure (%s) is printed', async (key, word) => {
		const {pty: opened} = await start();
		opened.send(key);
		await expectRestored(opened, 'status 1');
		expect(opened.screen.text()).toContain(`Error: ${word} on purpose`);
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	] as const)('at %s, which still ends it', async (signal, status) => {
		const {pty: opened, pid} = await start();
		process.kill(pid, signal);
		await expectRestored(opened, `status ${status}`);
	});
});

test('tells keys from each other where the terminal does', async () => {
	const {pty: opened} = await start();
	opened.send('\x1b[105;5u');
	await opened.waitForText('{"type":"key","key":"i","ctrl":true');
	opened.send(keys.escape);
	await opened.waitForText('{"type":"key","key":"escape"');
	opened.send(keys.paste('pasted\rtext'));
	await opened.waitForText('{"type":"paste","text":"pasted\\ntext"}');
});

test('draws anew in a window of another size', async () => {
	const {pty: opened} = await start();
	opened.resize(60, 20);
	await opened.waitForText(/ready \d+ 60x20/);
	opened.resize(120, 40);
	await opened.waitForText(/ready \d+ 120x40/);
});

test('comes back by itself where no shell could continue it', async () => {
	const {pty: opened} = await start();
	opened.send('z');
	await opened.waitForScreen(
		() => opened.output().split('\x1b[?1049h').length === 3,
		'coming back',
	);
	await opened.waitForText('ready');
	await opened.waitForScreen(({state}) => state().keyboardDepth === 1, 'the keyboard protocol');
	expect(opened.screen.state()).toEqual(enteredState);
	opened.send('l');
	await expectRestored(opened, 'status 0');
});

describe('in a shell with job control', () => {
	const startInShell = async (): Promise<Pty> => {
		const opened = openPty(['bash', '--norc', '--noprofile', '-i'], {
			columns: 100,
			rows: 30,
			env: {PS1: 'prompt> '},
			speaksKitty: true,
		});
		pty = opened;
		await opened.waitForText('prompt>');
		opened.send(`"${process.execPath}" "${program}"\r`);
		await opened.waitForText(/ready \d+ 100x30/);
		await opened.waitForScreen(({state}) => state().keyboardDepth === 1, 'the keyboard protocol');
		// The terminal's last answer comes before this letter: once it is read, none is left for the shell.
		opened.send('a');
		await opened.waitForText('"text":"a"');
		return opened;
	};

	const expectStopped = async (opened: Pty): Promise<void> => {
		await opened.waitForText('Stopped');
		opened.send('stty -a\r');
		await opened.waitForText(/[^-]isig/);
		const {keyboardDepth, mouse, isBracketedPaste, ...rest} = opened.screen.state();
		// The shell's own line editor has switched bracketed paste on again.
		expect({...rest, keyboardDepth, mouse, isBracketedPaste: false}).toEqual(restoredState);
		expect(isBracketedPaste).toBeTypeOf('boolean');
	};

	const expectContinued = async (opened: Pty): Promise<void> => {
		opened.send('fg\r');
		await opened.waitForText('ready');
		await opened.waitForScreen(({state}) => state().keyboardDepth === 1, 'the keyboard protocol');
		expect(opened.screen.state()).toEqual(enteredState);
		opened.send('l');
		await opened.waitForScreen(({state}) => !state().isAlternateScreen, 'the main screen');
		expect(opened.screen.state().keyboardDepth).toBe(0);
	};

	test('suspends and comes back', async () => {
		const opened = await startInShell();
		opened.send('z');
		await expectStopped(opened);
		await expectContinued(opened);
	});

	test('suspends at SIGTSTP from elsewhere', async () => {
		const opened = await startInShell();
		const [, pid] = /ready (\d+)/.exec(opened.screen.text()) ?? [];
		process.kill(Number(pid), 'SIGTSTP');
		await expectStopped(opened);
		await expectContinued(opened);
	});

	test('comes back after a SIGSTOP that it could not notice', async () => {
		const opened = await startInShell();
		const [, pid] = /ready (\d+)/.exec(opened.screen.text()) ?? [];
		process.kill(Number(pid), 'SIGSTOP');
		await opened.waitForText('Stopped');
		opened.send('fg\r');
		await opened.waitForScreen(
			screen => screen.text().startsWith('ready') && screen.state().keyboardDepth === 1,
			'the screen drawn anew',
		);
		opened.send('l');
		await opened.waitForScreen(({state}) => !state().isAlternateScreen, 'the main screen');
	});
});

test('refuses to run without a terminal', async () => {
	pty = openPty(['sh', '-c', `"${process.execPath}" "${program}" | cat`]);
	await pty.waitForText('The screen needs a terminal for input and output.');
});
