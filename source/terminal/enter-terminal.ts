/**
 * The one owner of the terminal: enters the full screen, and gives everything back on every way
 * out that a program can notice.
 */
import {writeSync} from 'node:fs';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {guardExits} from './exit-guard.ts';
import {createFramePainter, type FramePainter} from './frame-painter.ts';
import {createIdleInput, FrameStream} from './frame-stream.ts';
import {decideGraphics, type GraphicsSupport, graphicsQuery} from './graphics/graphics-support.ts';
import type {InputEvent} from './input-events.ts';
import {readInput} from './read-input.ts';
import {enterSequence, leaveSequence, pushKittyKeyboard} from './terminal-modes.ts';

type InputListener = (events: readonly InputEvent[]) => void;

/** After a stop that nobody carried out (no job control), the screen comes back this soon. */
const resumeDelayMs = 50;
const writeAttemptsMax = 1_000;
/** A terminal across the world has answered by then, or never will. */
const answersMs = 3_000;
const answersLengthMax = 4_096;
/** The device attributes, which every terminal tells. */
const isLastAnswer = /\x1B\[\?[\d;]*c/;
const hasJobControl = process.platform !== 'win32';

const isCode = (error: unknown, code: string): boolean =>
	error instanceof Error && 'code' in error && error.code === code;

/** Writes at once, past all queues, because the process may end right after. */
const writeNow = (text: string): void => {
	let bytes = Buffer.from(text);
	for (let attempt = 0; bytes.length > 0 && attempt < writeAttemptsMax; attempt++) {
		try {
			bytes = bytes.subarray(writeSync(process.stdout.fd, bytes));
		} catch (error) {
			// A slow terminal says EAGAIN. With any other error it is gone, and so is whom to tell.
			if (!isCode(error, 'EAGAIN')) {
				return;
			}
		}
	}
};

const endRawMode = (): void => {
	try {
		process.stdin.setRawMode(false);
	} catch (error) {
		// After a hang-up there is no terminal left whose mode could be set.
		if (!isCode(error, 'EIO')) {
			throw error;
		}
	}
};

/** Frames go in at `frames`, input events come out of `onInput`; everything else is inside. */
export class TerminalSession {
	/** Ink's `stdout`: tells the size, takes frames. */
	readonly frames: FrameStream;
	/** Ink's `stdin`: silent. */
	readonly idleInput: Readable = createIdleInput();
	readonly painter: FramePainter;
	readonly #modes: {readonly hasMouse: boolean; hasKittyKeyboard: boolean};
	readonly #listeners = new Set<InputListener>();
	readonly #removeGuard: () => void;
	/** What came in since the terminal was asked how it draws pictures; `undefined` before that. */
	#answers: string | undefined;
	#state: 'entered' | 'suspended' | 'left' = 'entered';
	#stopReading = (): void => undefined;

	constructor({hasMouse}: {hasMouse: boolean}) {
		this.#modes = {hasMouse, hasKittyKeyboard: false};
		this.painter = createFramePainter(this.send);
		const {columns, rows} = process.stdout;
		this.frames = new FrameStream({columns, rows, onFrame: frame => this.painter.showFrame(frame)});
		this.#removeGuard = guardExits(this.leave);
		process.stdout.on('resize', this.#onResize);
		if (hasJobControl) {
			process.on('SIGCONT', this.#comeBack);
			process.on('SIGTSTP', this.suspend);
		}

		this.#takeTerminal();
	}

	/** Calls `listener` with the events of each chunk of input, in order. Returns how to stop. */
	onInput(listener: InputListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Sends a control sequence that draws nothing: clipboard, notification, bell. */
	send = (sequence: string): void => {
		if (this.#state === 'entered') {
			process.stdout.write(sequence);
		}
	};

	/** How the terminal draws pictures, as far as it has told until now. */
	graphics = (): GraphicsSupport =>
		decideGraphics({answers: this.#answers ?? '', environment: process.env});

	/** Hands the terminal to the shell (job control) and comes back when continued. */
	suspend = (): void => {
		if (this.#state !== 'entered' || !hasJobControl) {
			return;
		}

		this.painter.pause();
		this.#giveTerminal();
		this.#state = 'suspended';
		process.off('SIGTSTP', this.suspend);
		// The whole foreground job, as the terminal itself would: npx and its shell have to stop too.
		process.kill(0, 'SIGTSTP');
		setTimeout(this.#afterStop, resumeDelayMs);
	};

	/** Restores the terminal. Synchronous; a second call does nothing. */
	leave = (): void => {
		if (this.#state === 'left') {
			return;
		}

		this.painter.pause();
		if (this.#state === 'entered') {
			this.#giveTerminal();
		}

		this.#state = 'left';
		this.#removeGuard();
		process.stdout.off('resize', this.#onResize);
		process.off('SIGCONT', this.#comeBack);
		process.off('SIGTSTP', this.suspend);
	};

	#takeTerminal(): void {
		this.#state = 'entered';
		process.stdin.setRawMode(true);
		process.stdout.write(enterSequence(this.#modes));
		this.#askForGraphics();
		this.#stopReading = readInput(process.stdin, this.#onEvents);
	}

	/** Once: before the first frame, which covers what a terminal prints that knows no such question. */
	#askForGraphics(): void {
		if (this.#answers !== undefined) {
			return;
		}

		this.#answers = '';
		const stop = (): void => {
			clearTimeout(timer);
			process.stdin.off('data', collect);
		};
		const collect = (chunk: Buffer): void => {
			this.#answers = `${this.#answers}${chunk.toString('latin1')}`.slice(-answersLengthMax);
			if (isLastAnswer.test(this.#answers)) {
				stop();
			}
		};
		const timer = setTimeout(stop, answersMs).unref();
		process.stdin.on('data', collect);
		process.stdout.write(graphicsQuery());
	}

	#giveTerminal(): void {
		this.#stopReading();
		writeNow(leaveSequence(this.#modes));
		endRawMode();
	}

	/** Continued by the shell, or never stopped because nobody cared for the signal. */
	#afterStop = (): void => {
		if (this.#state === 'left') {
			return;
		}

		process.on('SIGTSTP', this.suspend);
		if (this.#state === 'suspended') {
			this.#comeBack();
		}
	};

	/** Also after a stop that could not be noticed beforehand (SIGSTOP): the shell has changed the modes. */
	#comeBack = (): void => {
		if (this.#state === 'entered') {
			// Every mode is given back first: libuv would not set again what it believes is set.
			this.#giveTerminal();
		}

		this.#takeTerminal();
		this.#onResize();
		this.painter.resume();
	};

	#onResize = (): void => {
		this.frames.resize(process.stdout.columns, process.stdout.rows);
		this.painter.redraw();
	};

	#onEvents = (events: readonly InputEvent[]): void => {
		if (!this.#modes.hasKittyKeyboard && events.some(isKittyReply)) {
			this.send(pushKittyKeyboard);
			this.#modes.hasKittyKeyboard = true;
		}

		for (const listener of this.#listeners) {
			listener(events);
		}
	};
}

const isKittyReply = (event: InputEvent): boolean =>
	event.type === 'reply' && event.reply === 'kitty-keyboard';

/** @throws {Error} when input or output is no terminal */
export const enterTerminal = (options: {hasMouse?: boolean} = {}): TerminalSession => {
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		throw new Error('The screen needs a terminal for input and output.');
	}

	return new TerminalSession({hasMouse: options.hasMouse ?? false});
};
