/** Makes a line safe to print: names, titles and reasons come from the network. */
import {ProtocolError} from '../protocol/errors.ts';

// Control characters (C0, DEL, C1), line separators, and the marks that turn the direction of what follows (UAX #9).
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const plainLine = (text: string): string => text.replace(unsafe, '');

/** The server's words for people, without what could deceive a terminal. */
export const plainError = (error: unknown): unknown => {
	if (!(error instanceof ProtocolError)) {
		return error;
	}

	const {code, message, retryAfterMs} = error;
	return new ProtocolError(code, plainLine(message), {
		cause: error.cause,
		...(retryAfterMs === undefined ? {} : {retryAfterMs}),
	});
};
