/**
 * The one owner of the terminal: enters the full screen, and gives everything back on every way
 * out that a program can notice.
 */
import {writeSync} from 'node:fs';
import process from 'node:process';
import type {Readable} from 'node:stream';
import type {ReadStream, WriteStream} from 'node:tty';
import {createFramePainter, type FramePainter} from './frame-painter.ts';
import {createIdleInput, FrameStream} from './frame-stream.ts';
import type {InputEvent} from './input-events.ts';
import {readInput} from './read-input.ts';
import {enterSequence, leaveSequence, pushKittyKeyboard} from './terminal-modes.ts';

export type TerminalSession = {
	/** Ink's `stdout`: tells the size, takes frames. */
	readonly frames: FrameStream;
	/** Ink's `stdin`: silent. */
	readonly idleInput: Readable;
	readonly painter: FramePainter;
	/** Calls `listener` with the events of each chunk of input, in order. Returns how to stop. */
	onInput(listener: (events: readonly InputEvent[]) => void): () => void;
	/** Sends a control sequence that draws nothing: clipboard, notification, bell. */
	send(sequence: string): void;
	/** Hands the terminal to the shell (job control) and comes back when continued. */
	suspend(): void;
	/** Restores the terminal. Synchronous; the second call does nothing. */
	leave(): void;
};

const deadlySignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** After a stop that nobody carried out (no job control), the screen comes back this soon. */
const resumeDelayMs = 50;
const writeAttemptsMax = 1_000;

/** Writes at once, past all queues, because the process may end right after. */
const writeNow = (fd: number, text: string): void => {
	let bytes = Buffer.from(text);
	for (let attempt = 0; bytes.length > 0 && attempt < writeAttemptsMax; attempt++) {
		try {
			bytes = bytes.subarray(writeSync(fd, bytes));
		} catch (error) {
			// EAGAIN: the terminal is slow, try again. Anything else: it is gone, and so is whom to tell.
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				return;
			}
		}
	}
};

/** @throws {Error} when input or output is no terminal */
export const enterTerminal = (
	options: {hasMouse?: boolean; stdin?: ReadStream; stdout?: WriteStream} = {},
): TerminalSession => {
	const {stdin = process.stdin, stdout = process.stdout} = options;
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new Error('The screen needs a terminal for input and output.');
	}

	const modes = {hasMouse: options.hasMouse ?? false, hasKittyKeyboard: false};
	const listeners = new Set<(events: readonly InputEvent[]) => void>();
	let state: 'left' | 'entered' | 'suspended' = 'suspended';
	let stopReading = (): void => undefined;

	const send = (sequence: string): void => {
		if (state === 'entered') {
			stdout.write(sequence);
		}
	};

	const painter = createFramePainter(send);
	const frames = new FrameStream({
		columns: stdout.columns,
		rows: stdout.rows,
		onFrame: rows => painter.showFrame(rows),
	});

	const onEvents = (events: readonly InputEvent[]): void => {
		const speaksKitty = events.some(
			event => event.type === 'reply' && event.reply === 'kitty-keyboard',
		);
		if (speaksKitty && !modes.hasKittyKeyboard) {
			send(pushKittyKeyboard);
			modes.hasKittyKeyboard = true;
		}

		for (const listener of listeners) {
			listener(events);
		}
	};

	const onResize = (): void => {
		frames.resize(stdout.columns, stdout.rows);
		painter.redraw();
	};

	const takeTerminal = (): void => {
		state = 'entered';
		stdin.setRawMode(true);
		stdout.write(enterSequence(modes));
		stopReading = readInput(stdin, onEvents);
	};

	const giveTerminal = (): void => {
		stopReading();
		writeNow(stdout.fd, leaveSequence(modes));
		try {
			stdin.setRawMode(false);
		} catch (error) {
			// After a hang-up there is no terminal left whose mode could be set.
			if ((error as NodeJS.ErrnoException).code !== 'EIO') {
				throw error;
			}
		}
	};

	/** Also after a stop that could not be noticed beforehand (SIGSTOP): the shell has changed the modes. */
	const comeBack = (): void => {
		if (state === 'left') {
			return;
		}

		if (state === 'entered') {
			stopReading();
			// libuv remembers the mode it set and would not set it again.
			stdin.setRawMode(false);
		}

		takeTerminal();
		onResize();
		painter.resume();
	};

	const suspend = (): void => {
		if (state !== 'entered' || process.platform === 'win32') {
			return;
		}

		painter.pause();
		giveTerminal();
		state = 'suspended';
		process.off('SIGTSTP', suspend);
		// The whole foreground job, as the terminal driver would: npx and its shell have to stop too.
		process.kill(0, 'SIGTSTP');
		setTimeout(() => {
			process.on('SIGTSTP', suspend);
			if (state === 'suspended') {
				comeBack();
			}
		}, resumeDelayMs);
	};

	const leave = (): void => {
		if (state === 'left') {
			return;
		}

		painter.pause();
		if (state === 'entered') {
			giveTerminal();
		}

		state = 'left';
		stdout.off('resize', onResize);
		process.off('exit', leave);
		process.off('uncaughtExceptionMonitor', leave);
		process.off('SIGCONT', comeBack);
		process.off('SIGTSTP', suspend);
		for (const signal of deadlySignals) {
			process.off(signal, onDeadlySignal);
		}
	};

	const onDeadlySignal = (signal: NodeJS.Signals): void => {
		leave();
		// With our listener gone, the signal does what it would have done.
		process.kill(process.pid, signal);
	};

	stdout.on('resize', onResize);
	process.on('exit', leave);
	// Before Node prints an uncaught exception or unhandled rejection: on the person's own screen.
	process.on('uncaughtExceptionMonitor', leave);
	for (const signal of deadlySignals) {
		process.on(signal, onDeadlySignal);
	}

	if (process.platform !== 'win32') {
		process.on('SIGCONT', comeBack);
		process.on('SIGTSTP', suspend);
	}

	takeTerminal();
	return {
		frames,
		idleInput: createIdleInput(),
		painter,
		onInput(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		send,
		suspend,
		leave,
	};
};
