/** Puts together a bracketed paste that comes in pieces. */
import type {PasteEvent} from './input-events.ts';

export const pasteStart = '\x1B[200~';
const pasteEnd = '\x1B[201~';
/** UTF-16 code units; what comes beyond them until the end is left out. */
const pasteLengthMax = 1_000_000;

export type PasteCollector = {
	isOpen(): boolean;
	open(): void;
	/** Takes what of `input` belongs to the open paste; `event` once its end has come. */
	take(input: string): {readonly rest: string; readonly event: PasteEvent | undefined};
	/** Ends the open paste with `last`. */
	close(last: string): PasteEvent;
};

export const createPasteCollector = (): PasteCollector => {
	let pieces: string[] | undefined;
	let length = 0;

	const add = (text: string): void => {
		pieces?.push(text.slice(0, pasteLengthMax - length));
		length = Math.min(pasteLengthMax, length + text.length);
	};

	const close = (last: string): PasteEvent => {
		add(last);
		const text = (pieces ?? []).join('').replace(/\r\n?/g, '\n');
		pieces = undefined;
		length = 0;
		return {type: 'paste', text};
	};

	return {
		isOpen: () => pieces !== undefined,
		open() {
			pieces = [];
		},
		take(input) {
			const end = input.indexOf(pasteEnd);
			if (end !== -1) {
				const event = close(input.slice(0, end));
				return {rest: input.slice(end + pasteEnd.length), event};
			}

			// What could be the beginning of the end mark stays.
			const escapeAt = input.lastIndexOf('\x1B');
			const isBeginning = escapeAt !== -1 && pasteEnd.startsWith(input.slice(escapeAt));
			const taken = isBeginning ? escapeAt : input.length;
			add(input.slice(0, taken));
			return {rest: input.slice(taken), event: undefined};
		},
		close,
	};
};
