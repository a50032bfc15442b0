/** Reads the keyboard: bytes of a TTY → batches of input events, with the timers that the tokenizer needs. */
import type {ReadStream} from 'node:tty';
import type {InputEvent} from './input-events.ts';
import {createInputTokenizer} from './input-tokenizer.ts';

/** How long the rest of what has begun may take. */
const timeoutsMs = {
	/** A lone ESC is the Escape key when nothing follows it for this long. */
	escape: 30,
	/** On a slow line the rest of a sequence comes late; as text it would do harm. */
	sequence: 500,
	/** A paste whose end never comes is over (irssi#942). */
	paste: 1_000,
} as const;

/**
 * Calls `onEvents` with everything that one chunk of bytes held, so that a view can handle it in
 * one go. Returns a function that stops reading.
 */
export const readInput = (
	stdin: ReadStream,
	onEvents: (events: readonly InputEvent[]) => void,
): (() => void) => {
	const tokenizer = createInputTokenizer();
	let timer: NodeJS.Timeout | undefined;

	const deliver = (events: readonly InputEvent[]): void => {
		if (events.length > 0) {
			onEvents(events);
		}
	};

	const onData = (chunk: Buffer): void => {
		clearTimeout(timer);
		deliver(tokenizer.push(chunk));
		const pending = tokenizer.pending();
		if (pending !== 'nothing') {
			timer = setTimeout(() => deliver(tokenizer.flush()), timeoutsMs[pending]);
		}
	};

	stdin.on('data', onData);
	stdin.resume();
	return () => {
		clearTimeout(timer);
		stdin.off('data', onData);
		stdin.pause();
	};
};
