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
const enterMs = 500;
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

/** Types letters; each must appear behind those before it. */
const measureTyping = async (terminal: TerminalProcess, keys: number): Promise<number[]> => {
	const latenciesMs: number[] = [];
	let tail = '';
	for (let typed = 0; typed < keys; typed += 1) {
		// Words of a length that no line break can hide.
		const key = typed % 8 === 7 ? ' ' : String.fromCharCode(97 + ((typed * 7) % 26));
		tail = `${tail}${key}`.slice(-6);
		const visibleTail = tail.trim();
		if (key === ' ') {
			terminal.press(key);
		} else {
			latenciesMs.push(
				await keyLatencyMs(terminal, key, screen => screen.some(row => row.includes(visibleTail))),
			);
		}

		await delay(keyPauseMs);
	}

	return latenciesMs;
};

/** Pages up through history and back; each page must change what stands in the middle of the screen. */
const measureScrolling = async (terminal: TerminalProcess, keys: number): Promise<number[]> => {
	const latenciesMs: number[] = [];
	for (let pressed = 0; pressed < keys; pressed += 1) {
		const before = terminal.screen()[10];
		const key = pressed < keys / 2 ? pageUp : pageDown;
		latenciesMs.push(await keyLatencyMs(terminal, key, screen => screen[10] !== before));
		await delay(keyPauseMs);
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

/** Memory is read last, after all the typing and scrolling. */
export const measureProgram = async (
	program: Program,
	options: {readonly keys: number; readonly idleMs: number},
): Promise<ProgramFigures> => {
	const terminal = start(program);
	try {
		await terminal.whenShown(`the main view of ${program.name}`, program.isComplete);
		await delay(enterMs);
		const scrolling = summarize(await measureScrolling(terminal, options.keys / 4));
		const typing = summarize(await measureTyping(terminal, options.keys));
		await delay(enterMs);
		const idlePercent = await measureIdlePercent(terminal.pid, options.idleMs);
		const memoryMb = residentKib(terminal.pid) / 1_024;
		return {typing, scrolling, memoryMb, idlePercent};
	} finally {
		await terminal.stop();
	}
};
