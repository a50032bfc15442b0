/** Start, keys, memory and idle CPU of one program in a terminal. */
import {setTimeout as delay} from 'node:timers/promises';
import {cpuSeconds, residentKib} from '../processes/process-figures.ts';
import {percentile} from '../statistics.ts';
import {type Screen, startInTerminal, type TerminalProcess} from './terminal-process.ts';

export type Program = {
	readonly name: string;
	readonly command: readonly string[];
	readonly environment: Record<string, string>;
	/** Whether the whole main view stands. */
	readonly isComplete: (screen: Screen) => boolean;
};

export type ProgramFigures = {
	readonly typing: {readonly p50Ms: number; readonly p99Ms: number};
	readonly scrolling: {readonly p50Ms: number; readonly p99Ms: number};
	readonly memoryMb: number;
	/** Share of one core, in percent. */
	readonly idlePercent: number;
};

const pageUp = '\u001b[5~';
const pageDown = '\u001b[6~';
/** Ctrl-U, as in readline. */
const killLine = '\u0015';
const letterA = 97;
const letters = 26;
const lineLengthMax = 60;
const settleMs = 500;
const warmUpPages = 10;
/** Up and down so often: a 99th percentile needs some hundred pages. */
const scrollRounds = 4;
const warmUpLetters = 60;
/** Between two keys: a fast typist, and slower than Ink's own frame limit. */
const keyPauseMs = 50;

const start = (program: Program): TerminalProcess =>
	startInTerminal(program.command, program.environment);

/** Milliseconds from the spawn to the bytes that complete the main view. */
export const measureStart = async (program: Program): Promise<number> => {
	const terminal = start(program);
	const shownAt = await terminal.whenShown(`the main view of ${program.name}`, program.isComplete);
	await terminal.stop();
	return shownAt - terminal.startedAt;
};

/** What stands before the text in the composer, here and on the floor. */
const prompt = '› ';

const shows = (screen: Screen, line: string): boolean =>
	screen.some(row => row.includes(prompt + line));

const keyLatencyMs = async (
	terminal: TerminalProcess,
	key: string,
	isShown: (screen: Screen) => boolean,
): Promise<number> => {
	const shown = terminal.whenShown(`the effect of ${JSON.stringify(key)}`, isShown);
	const pressedAt = performance.now();
	terminal.press(key);
	return (await shown) - pressedAt;
};

/** Types letters into the composer's first line; whenever it is full, and at last, it is emptied. */
const measureTyping = async (terminal: TerminalProcess, keys: number): Promise<number[]> => {
	const latenciesMs: number[] = [];
	let line = '';
	for (let typed = 1; typed <= keys; typed += 1) {
		const key = String.fromCharCode(letterA + ((typed * 7) % letters));
		line += key;
		const expected = line;
		latenciesMs.push(await keyLatencyMs(terminal, key, screen => shows(screen, expected)));
		await delay(keyPauseMs);
		if (line.length === lineLengthMax || typed === keys) {
			await keyLatencyMs(terminal, killLine, screen => !shows(screen, expected));
			line = '';
		}
	}

	return latenciesMs;
};

/** A row in the middle of the messages: every page must change it. */
const watchedRow = 10;

const pageLatencyMs = async (terminal: TerminalProcess, key: string): Promise<number> => {
	const before = terminal.screen()[watchedRow];
	const latencyMs = await keyLatencyMs(terminal, key, screen => screen[watchedRow] !== before);
	await delay(keyPauseMs);
	return latencyMs;
};

/** Pages up through history, and down again until the main view is back as it was. */
const measureScrolling = async (
	terminal: TerminalProcess,
	isComplete: Program['isComplete'],
	pages: number,
): Promise<number[]> => {
	const latenciesMs: number[] = [];
	for (let round = 0; round < scrollRounds; round += 1) {
		for (let page = 0; page < pages; page += 1) {
			latenciesMs.push(await pageLatencyMs(terminal, pageUp));
		}

		while (!isComplete(terminal.screen())) {
			latenciesMs.push(await pageLatencyMs(terminal, pageDown));
		}
	}

	return latenciesMs;
};

const measureIdlePercent = async (pid: number, idleMs: number): Promise<number> => {
	const before = cpuSeconds(pid);
	await delay(idleMs);
	return ((cpuSeconds(pid) - before) / (idleMs / 1_000)) * 100;
};

const summarize = (latenciesMs: readonly number[]) => ({
	p50Ms: percentile(latenciesMs, 0.5),
	p99Ms: percentile(latenciesMs, 0.99),
});

/**
 * The first keys only warm the program up, as its first seconds of use do: the start has a figure of
 * its own. Memory is read last, after all the typing and scrolling.
 */
export const measureProgram = async (
	program: Program,
	options: {readonly keys: number; readonly idleMs: number},
): Promise<ProgramFigures> => {
	const terminal = start(program);
	try {
		await terminal.whenShown(`the main view of ${program.name}`, program.isComplete);
		await measureScrolling(terminal, program.isComplete, warmUpPages);
		await measureTyping(terminal, warmUpLetters);
		const scrolling = summarize(
			await measureScrolling(terminal, program.isComplete, options.keys / 8),
		);
		const typing = summarize(await measureTyping(terminal, options.keys));
		await delay(settleMs);
		const idlePercent = await measureIdlePercent(terminal.pid, options.idleMs);
		const memoryMb = residentKib(terminal.pid) / 1_024;
		return {typing, scrolling, memoryMb, idlePercent};
	} finally {
		await terminal.stop();
	}
};
