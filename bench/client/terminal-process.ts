/** Runs a program in a PTY of 120×40 on one core and times what appears on its screen. */
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';
import {pinnedCommand, serverCore} from '../processes/pinned-process.ts';

export const screenColumns = 120;
export const screenRows = 40;

/** The visible lines, top to bottom, without trailing blanks. */
export type Screen = readonly string[];

export type TerminalProcess = {
	readonly pid: number;
	readonly startedAt: number;
	screen(): Screen;
	press(keys: string): void;
	/**
	 * Resolves with the time (of `performance.now()`) at which the bytes came that made `isShown`
	 * true. Ask before pressing the key that causes it. @throws after 20 s
	 */
	whenShown(what: string, isShown: (screen: Screen) => boolean): Promise<number>;
	/** Ends the program; resolves once it is gone. */
	stop(): Promise<void>;
};

const shownMsMax = 20_000;

type Watcher = {
	isShown: (screen: Screen) => boolean;
	resolve: (at: number) => void;
	fail: (why: string) => void;
};

const readScreen = (terminal: headless.Terminal): Screen => {
	const {active} = terminal.buffer;
	return Array.from(
		{length: terminal.rows},
		(_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
	);
};

/** Ink draws nothing live where it believes to run in CI. */
const environment = (additions: Record<string, string>): Record<string, string> => {
	const {CI: _, ...inherited} = process.env;
	return {...(inherited as Record<string, string>), TERM: 'xterm-256color', ...additions};
};

export const startInTerminal = (
	command: readonly string[],
	additions: Record<string, string> = {},
): TerminalProcess => {
	const terminal = new headless.Terminal({
		cols: screenColumns,
		rows: screenRows,
		allowProposedApi: true,
	});
	const watchers = new Set<Watcher>();
	const [file = '', ...fileArguments] = pinnedCommand(serverCore, command);
	const startedAt = performance.now();
	const child = spawn(file, fileArguments, {
		name: 'xterm-256color',
		cols: screenColumns,
		rows: screenRows,
		env: environment(additions),
	});
	const exited = new Promise<void>(resolve => {
		child.onExit(() => {
			resolve();
			for (const watcher of watchers) {
				watcher.fail('The program has ended.');
			}
		});
	});
	terminal.onData(answer => child.write(answer));
	child.onData(chunk => {
		const at = performance.now();
		terminal.write(chunk, () => {
			for (const watcher of watchers) {
				if (watcher.isShown(readScreen(terminal))) {
					watcher.resolve(at);
				}
			}
		});
	});
	const screen = (): Screen => readScreen(terminal);
	return {
		pid: child.pid,
		startedAt,
		screen,
		press: keys => child.write(keys),
		async whenShown(what, isShown) {
			const {promise, resolve, reject} = Promise.withResolvers<number>();
			const fail = (why: string): void =>
				reject(new Error(`The screen never showed ${what}. ${why}\n${screen().join('\n')}`));
			const watcher = {isShown, resolve, fail};
			watchers.add(watcher);
			const timer = setTimeout(fail, shownMsMax, `Waited ${shownMsMax} ms.`);
			return promise.finally(() => {
				clearTimeout(timer);
				watchers.delete(watcher);
			});
		},
		async stop() {
			child.kill('SIGKILL');
			await exited;
			terminal.dispose();
		},
	};
};
