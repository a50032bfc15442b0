/** Bytes from the keyboard → input events. Pure: time comes in through `flush`. */
import {StringDecoder} from 'node:string_decoder';
import {
	characterKey,
	decodeControl,
	decodeCsiKey,
	decodeLinuxKey,
	decodeSs3Key,
	keyEvent,
	noModifiers,
} from './decode-key.ts';
import {decodeReply, decodeSgrMouse, decodeX10Mouse} from './decode-report.ts';
import type {InputEvent} from './input-events.ts';
import {createPasteCollector, pasteStart} from './paste-collector.ts';

export type InputTokenizer = {
	/** The events that `chunk` completes. */
	push(chunk: string | Uint8Array): readonly InputEvent[];
	/**
	 * What the tokenizer waits for: what follows an ESC that may be a key by itself, the rest of a
	 * sequence that can be nothing else, the end of a paste.
	 */
	pending(): 'nothing' | 'escape' | 'sequence' | 'paste';
	/** Nothing more came for a while: what waits becomes events as it is. */
	flush(): readonly InputEvent[];
};

/** How a piece at the start of the input ends: its length, and what it means. */
type Token = {readonly length: number; readonly events: readonly InputEvent[]};
/** `undefined`: the rest has not come yet. */
type MaybeToken = Token | undefined;

const escapeCharacter = '\x1B';
/** No key and no answer is longer; a sequence beyond it is garbage and is dropped. */
const csiLengthMax = 128;
const stringLengthMax = 8_192;

const csi = /^\x1B\[([<=>?]?)([0-9:;]*)([ -/]*)([@-~])/;
const csiBeginning = /^\x1B\[[<=>?]?[0-9:;]*[ -/]*$/;
/** rxvt ends its shifted keys with what is elsewhere an intermediate byte. */
const rxvtShifted = /^\x1B\[(\d+)(\$)(?![@-~])/;
const ss3 = /^\x1BO(\d?)([ -~])/;
const controlString = /^\x1B[\]PX^_][^\x07\x1B]*(\x07|\x1B\\)/;
const controlStringBeginning = /^\x1B[\]PX^_][^\x07\x1B]*\x1B?$/;
const printable = /^[^\x00-\x1F\x7F-\x9F]+/;
const firstCharacter = /^[^\x00-\x1F\x7F-\x9F]/u;

const token = (length: number, events: readonly InputEvent[] = []): Token => ({length, events});

const withAlt = ({length, events}: Token): Token =>
	token(
		length + 1,
		events.map(event => (event.type === 'key' ? {...event, alt: true} : event)),
	);

const readCsi = (input: string): MaybeToken => {
	if (input.startsWith('\x1B[[')) {
		return input.length < 4 ? undefined : token(4, decodeLinuxKey(input[3] ?? ''));
	}

	if (input.startsWith('\x1B[M')) {
		return input.length < 6 ? undefined : token(6, decodeX10Mouse(input.slice(3, 6)));
	}

	const shifted = input === '\x1B[' ? null : rxvtShifted.exec(input);
	if (shifted) {
		return token(shifted[0].length, decodeCsiKey(shifted[1] ?? '', '$'));
	}

	const match = csi.exec(input);
	if (!match) {
		return readBrokenCsi(input);
	}

	const [whole, prefix = '', parameters = '', intermediates = '', final = ''] = match;
	if (prefix === '<' && (final === 'M' || final === 'm')) {
		return token(whole.length, decodeSgrMouse(parameters, final));
	}

	if ((whole === '\x1B[I' || whole === '\x1B[O') && prefix === '') {
		return token(whole.length, [{type: 'focus', isFocused: final === 'I'}]);
	}

	// `CSI 1 ; modifier R` is F3; every other one with R tells where the cursor is.
	const isModifiedF3 = final === 'R' && /^(?:1;(?:[2-9]|1[0-6]))?$/.test(parameters);
	const events = isModifiedF3 ? [] : decodeReply({prefix, parameters}, intermediates + final);
	if (events.length > 0 || prefix !== '' || intermediates !== '') {
		return token(whole.length, events);
	}

	return token(whole.length, decodeCsiKey(parameters, final));
};

const readBrokenCsi = (input: string): MaybeToken => {
	const beginning = /^\x1B\[[<=>?]?[0-9:;]*[ -/]*/.exec(input)?.[0] ?? '\x1B[';
	const isUnfinished = csiBeginning.test(input) && input.length <= csiLengthMax;
	return isUnfinished ? undefined : token(beginning.length);
};

const readControlString = (input: string): MaybeToken => {
	const match = controlString.exec(input);
	if (match) {
		const parameters = match[0].slice(2, -(match[1]?.length ?? 0));
		return token(match[0].length, [{type: 'reply', reply: 'other', parameters}]);
	}

	const isUnfinished = controlStringBeginning.test(input) && input.length <= stringLengthMax;
	return isUnfinished ? undefined : token(/^\x1B.[^\x07\x1B]*/.exec(input)?.[0].length ?? 2);
};

const readEscape = (input: string): MaybeToken => {
	const next = input[1];
	if (next === undefined) {
		return undefined;
	}

	if (next === '[') {
		return readCsi(input);
	}

	if (next === 'O') {
		const [whole, modifier = '', letter = ''] = ss3.exec(input) ?? [];
		return whole === undefined
			? unlessUnfinished(input, /^\x1BO\d?$/)
			: token(whole.length, decodeSs3Key(modifier, letter));
	}

	if (/[\]PX^_]/.test(next)) {
		return readControlString(input);
	}

	if (next === escapeCharacter) {
		return readDoubleEscape(input);
	}

	return readAlt(input.slice(1));
};

const unlessUnfinished = (input: string, unfinished: RegExp): MaybeToken =>
	unfinished.test(input) ? undefined : readAlt(input.slice(1));

/** rxvt and others put ESC before a whole sequence for Alt. */
const readDoubleEscape = (input: string): MaybeToken => {
	const next = input[2];
	if (next === '[' || next === 'O') {
		const inner = readEscape(input.slice(1));
		return inner === undefined ? undefined : withAlt(inner);
	}

	return next === undefined ? undefined : token(1, [keyEvent('escape')]);
};

/** ESC and one character: the character with Alt. */
const readAlt = (rest: string): Token => {
	const character = firstCharacter.exec(rest)?.[0];
	if (character !== undefined) {
		const isSpace = character === ' ';
		const modifiers = {...noModifiers, alt: true};
		const event = isSpace ? keyEvent('space', modifiers) : characterKey(character, modifiers);
		return token(1 + character.length, [event]);
	}

	const code = rest.charCodeAt(0);
	return code < 128 ? token(2, [decodeControl(code, true)]) : token(2);
};

const readToken = (input: string): MaybeToken => {
	if (input.startsWith(escapeCharacter)) {
		return readEscape(input);
	}

	const text = printable.exec(input)?.[0];
	if (text !== undefined) {
		return token(text.length, [{type: 'text', text: text.toWellFormed()}]);
	}

	const code = input.charCodeAt(0);
	return code < 128 ? token(1, [decodeControl(code, false)]) : token(1);
};

/** What an unfinished sequence means when nothing follows: the keys that begin like it. */
const readUnfinished = (input: string): readonly InputEvent[] => {
	if (input === escapeCharacter) {
		return [keyEvent('escape')];
	}

	if (input === '\x1B\x1B') {
		return [keyEvent('escape'), keyEvent('escape')];
	}

	return input.length === 2 ? readAlt(input.slice(1)).events : [];
};

export const createInputTokenizer = (): InputTokenizer => {
	const decoder = new StringDecoder('utf8');
	const paste = createPasteCollector();
	let input = '';

	/** The events of the next piece of the input; `undefined` when its rest has not come yet. */
	const readNext = (): readonly InputEvent[] | undefined => {
		if (paste.isOpen()) {
			const {rest, event} = paste.take(input);
			input = rest;
			return event && [event];
		}

		if (input.startsWith(pasteStart)) {
			paste.open();
			input = input.slice(pasteStart.length);
			return [];
		}

		const next = readToken(input);
		input = input.slice(next?.length);
		return next?.events;
	};

	return {
		push(chunk) {
			input += typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
			const events: InputEvent[] = [];
			while (input !== '') {
				const next = readNext();
				if (next === undefined) {
					break;
				}

				events.push(...next);
			}

			return events;
		},
		pending() {
			if (paste.isOpen()) {
				return 'paste';
			}

			if (input === '') {
				return 'nothing';
			}

			return input.length <= 2 ? 'escape' : 'sequence';
		},
		flush() {
			const rest = input;
			input = '';
			return paste.isOpen() ? [paste.close(rest)] : readUnfinished(rest);
		},
	};
};
