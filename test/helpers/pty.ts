/** A program in a real pseudo-terminal whose screen is read back through a real emulator. */
import {spawn} from '@lydell/node-pty';
import {createTerminalEmulator, type TerminalEmulator} from './terminal-emulator.ts';
import {waitFor} from './wait-for.ts';

export type PtyExit = {readonly exitCode: number; readonly signal: number | undefined};

export type Pty = {
	readonly pid: number;
	readonly screen: TerminalEmulator;
	/** Everything that the program wrote. */
	output(): string;
	/** Types: text, or bytes of keys as a terminal sends them. */
	send(keys: string): void;
	/** @throws {Error} with the screen, when `text` does not appear in time */
	waitForText(text: string | RegExp, timeoutMs?: number): Promise<void>;
	/** Waits for anything about the screen. */
	waitForScreen(
		predicate: (screen: TerminalEmulator) => boolean,
		what: string,
		timeoutMs?: number,
	): Promise<void>;
	resize(columns: number, rows: number): void;
	kill(signal: NodeJS.Signals): void;
	/** How the program ended, once it has. */
	waitForExit(timeoutMs?: number): Promise<PtyExit>;
	/** Ends what still runs. For the end of a test. */
	close(): void;
};

/** The keys that tests type, as terminals send them. */
export const keys = {
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	backspace: '\x7f',
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	pageUp: '\x1b[5~',
	pageDown: '\x1b[6~',
	home: '\x1b[H',
	end: '\x1b[F',
	f1: '\x1bOP',
	ctrl: (letter: string): string => String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64),
	alt: (key: string): string => `\x1b${key}`,
	paste: (text: string): string => `\x1b[200~${text}\x1b[201~`,
} as const;

/** Starts `command`; `env` is added to this process's, in which CI is unset: Ink would be silent. */
export const openPty = (
	command: readonly [file: string, ...words: string[]],
	options: {
		columns?: number;
		rows?: number;
		cwd?: string;
		env?: Readonly<Record<string, string | undefined>>;
		widths?: 'graphemes' | 'wcwidth';
		speaksKitty?: boolean;
	} = {},
): Pty => {
	const {columns = 120, rows = 40, widths = 'graphemes', speaksKitty = false} = options;
	const {CI: _ci, NO_COLOR: _noColor, ...inherited} = process.env;
	const [file, ...words] = command;
	const child = spawn(file, words, {
		cols: columns,
		rows,
		name: 'xterm-256color',
		cwd: options.cwd ?? process.cwd(),
		env: {...inherited, TERM: 'xterm-256color', COLORTERM: 'truecolor', ...options.env},
	});
	const screen = createTerminalEmulator({columns, rows, widths, speaksKitty});
	let output = '';
	let exit: PtyExit | undefined;
	let unwritten = 0;
	child.onData(data => {
		output += data;
		unwritten++;
		void screen.write(data).then(() => unwritten--);
	});
	child.onExit(({exitCode, signal}) => {
		exit = {exitCode, signal: signal === 0 ? undefined : signal};
	});
	screen.onAnswer(answer => {
		if (exit === undefined) {
			child.write(answer);
		}
	});

	const waitForScreen: Pty['waitForScreen'] = (predicate, what, timeoutMs) =>
		waitFor(
			() => unwritten === 0 && predicate(screen),
			() => `${what}; the screen is:\n${screen.text()}\n`,
			timeoutMs,
		);

	return {
		pid: child.pid,
		screen,
		output: () => output,
		send: data => child.write(data),
		waitForText: (text, timeoutMs) =>
			waitForScreen(
				() => {
					const shown = screen.text();
					return typeof text === 'string' ? shown.includes(text) : text.test(shown);
				},
				`${text}`,
				timeoutMs,
			),
		waitForScreen,
		resize(newColumns, newRows) {
			child.resize(newColumns, newRows);
			screen.resize(newColumns, newRows);
		},
		kill: signal => process.kill(child.pid, signal),
		async waitForExit(timeoutMs) {
			await waitForScreen(() => exit !== undefined, 'the end of the program', timeoutMs);
			return exit ?? {exitCode: -1, signal: undefined};
		},
		close() {
			if (exit === undefined) {
				child.kill('SIGKILL');
			}

			screen.dispose();
		},
	};
};
