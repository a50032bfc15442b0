/** What goes to many is encoded once for each encoding that somebody of them speaks. */
import {encodeEvent} from '../protocol/codec.ts';
import type {Entry} from '../protocol/entries.ts';
import type {Encoding} from '../protocol/frame.ts';

/** Encodes on first use, once per encoding. */
export const encodeOnce = (
	encode: (encoding: Encoding) => Buffer,
): ((encoding: Encoding) => Buffer) => {
	let json: Buffer | undefined;
	let msgpack: Buffer | undefined;
	return encoding => {
		if (encoding === 'json') {
			json ??= encode(encoding);
			return json;
		}

		msgpack ??= encode(encoding);
		return msgpack;
	};
};

export const encodeEntries = (entries: readonly Entry[]): ((encoding: Encoding) => Buffer) =>
	encodeOnce(encoding =>
		Buffer.concat(entries.map(entry => encodeEvent(encoding, 'entry-appended', entry))),
	);

/** Those beyond the place from which somebody follows: the others are from before. */
export const encodeSince = (
	entries: readonly Entry[],
	from = 0,
): ((encoding: Encoding) => Buffer) => encodeEntries(entries.filter(({seq}) => seq > from));
