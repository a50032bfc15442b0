/** The system's clipboard, through the terminal: also over SSH (OSC 52). */
import {passThrough} from './tmux-passthrough.ts';

/** Terminals take no more: xterm's limit on the encoded text. */
const encodedLengthMax = 99_992;

/**
 * The sequence that puts `text` into the clipboard, or `undefined` when it is too long for one.
 * Terminals may refuse it, and none tells.
 */
export const copySequence = (
	text: string,
	env: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined => {
	const encoded = Buffer.from(text).toString('base64');
	return encoded.length > encodedLengthMax
		? undefined
		: passThrough(`\x1B]52;c;${encoded}\x07`, env);
};
