/** What the bodies of keyboard sequences mean: xterm, rxvt, Linux console, kitty, modifyOtherKeys. */
import type {InputEvent, KeyEvent, NamedKey} from './input-events.ts';

export type Modifiers = Pick<KeyEvent, 'ctrl' | 'alt' | 'shift' | 'meta'>;

export const noModifiers: Modifiers = {ctrl: false, alt: false, shift: false, meta: false};

export const keyEvent = (key: string, modifiers: Partial<Modifiers> = {}): KeyEvent => ({
	type: 'key',
	key,
	...noModifiers,
	...modifiers,
});

/** `CSI … LETTER`, and with SS3 in application mode. */
const letterKeys: Readonly<Record<string, NamedKey>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
};

/** `CSI NUMBER ~` */
const numberKeys: Readonly<Record<number, NamedKey>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'page-up',
	6: 'page-down',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const rxvtModifiers: Readonly<Record<string, Partial<Modifiers>>> = {
	$: {shift: true},
	'^': {ctrl: true},
	'@': {ctrl: true, shift: true},
};

/** SS3 letters of the numeric keypad in application mode that stand for text. */
const keypadText: Readonly<Record<string, string>> = {
	X: '=',
	j: '*',
	k: '+',
	l: ',',
	m: '-',
	n: '.',
	o: '/',
	p: '0',
	q: '1',
	r: '2',
	s: '3',
	t: '4',
	u: '5',
	v: '6',
	w: '7',
	x: '8',
	y: '9',
};

/** Code points that the kitty protocol uses for keys without text. */
const codeKeys: Readonly<Record<number, NamedKey>> = {
	8: 'backspace',
	9: 'tab',
	13: 'enter',
	27: 'escape',
	32: 'space',
	127: 'backspace',
	57414: 'enter',
	57417: 'left',
	57418: 'right',
	57419: 'up',
	57420: 'down',
	57421: 'page-up',
	57422: 'page-down',
	57423: 'home',
	57424: 'end',
	57425: 'insert',
	57426: 'delete',
};

const kittyKeypadFirst = 57_399;
const kittyKeypadText = '0123456789./*-+';
/** Locks, media keys and modifiers by themselves: nothing to do for us. */
const kittyFunctionalRange = {first: 57_344, last: 63_743};

/** The protocol's modifier parameter is 1 plus these bits; lock keys above them are ignored. */
const decodeModifiers = (parameter: number | undefined): Modifiers => {
	const bits = Math.max(0, (parameter ?? 1) - 1);
	return {
		shift: (bits & 1) !== 0,
		alt: (bits & 2) !== 0,
		ctrl: (bits & 4) !== 0,
		meta: (bits & 56) !== 0,
	};
};

const eventRelease = 3;

/** `1;5:3` → [[1], [5, 3]]; an empty field is undefined. */
const parseParameters = (parameters: string): (number | undefined)[][] =>
	parameters
		.split(';')
		.map(field => field.split(':').map(part => (part === '' ? undefined : Number(part))));

const isText = (codePoint: number): boolean =>
	codePoint >= 32 && codePoint !== 127 && !(codePoint >= 128 && codePoint < 160);

const fromCodePoint = (codePoint: number | undefined): string =>
	codePoint !== undefined && codePoint <= 0x10_ff_ff && isText(codePoint)
		? String.fromCodePoint(codePoint).toWellFormed()
		: '';

/** A character key with modifiers, as a key that is named by what it types without them. */
export const characterKey = (character: string, modifiers: Modifiers): KeyEvent => {
	const key = character.toLowerCase();
	return keyEvent(key, {...modifiers, shift: modifiers.shift || key !== character});
};

/** A key told by its code point: kitty's `CSI u` and xterm's modifyOtherKeys. */
const decodeCodePoint = (
	codes: readonly (number | undefined)[],
	modifiers: Modifiers,
	textCodes: readonly (number | undefined)[] = [],
): readonly InputEvent[] => {
	const [code = 0, shiftedCode, baseCode] = codes;
	const isPlain = !modifiers.ctrl && !modifiers.alt && !modifiers.meta;
	const named = codeKeys[code];
	if (named !== undefined && !(named === 'space' && isPlain)) {
		return [keyEvent(named, modifiers)];
	}

	const keypad = kittyKeypadText[code - kittyKeypadFirst];
	if (
		keypad === undefined &&
		code >= kittyFunctionalRange.first &&
		code <= kittyFunctionalRange.last
	) {
		return [];
	}

	const character = keypad ?? fromCodePoint(code);
	if (isPlain) {
		const shifted = modifiers.shift
			? fromCodePoint(shiftedCode) || character.toUpperCase()
			: character;
		const text = textCodes.map(fromCodePoint).join('') || shifted;
		return text === '' ? [] : [{type: 'text', text}];
	}

	// On a layout of another script, the key's place on a Latin keyboard names the shortcut.
	const latin = code > 127 ? fromCodePoint(baseCode) : '';
	const symbol = modifiers.shift ? fromCodePoint(shiftedCode) : '';
	const isSymbol = symbol !== '' && symbol.toLowerCase() === symbol && symbol !== character;
	if (isSymbol && latin === '') {
		return [keyEvent(symbol, {...modifiers, shift: false})];
	}

	return character === '' ? [] : [characterKey(latin || character, modifiers)];
};

const decodeNumber = (
	fields: readonly (readonly (number | undefined)[])[],
): readonly InputEvent[] => {
	const [[number = 0] = [], [modifierBits, eventType] = []] = fields;
	if (number === 27) {
		return decodeCodePoint(fields[2] ?? [], decodeModifiers(modifierBits));
	}

	const key = numberKeys[number];
	return key === undefined || eventType === eventRelease
		? []
		: [keyEvent(key, decodeModifiers(modifierBits))];
};

/** A key sequence `CSI parameters final`; an empty list for one that is no key we know. */
export const decodeCsiKey = (parameters: string, final: string): readonly InputEvent[] => {
	const fields = parseParameters(parameters);
	const [codes = [], [modifierBits, eventType] = [], textCodes] = fields;
	const modifiers = decodeModifiers(modifierBits);
	if (final === '~') {
		return decodeNumber(fields);
	}

	if (final === 'u') {
		return eventType === eventRelease ? [] : decodeCodePoint(codes, modifiers, textCodes);
	}

	if (final === 'Z') {
		return [keyEvent('tab', {...modifiers, shift: true})];
	}

	const rxvt = rxvtModifiers[final];
	if (rxvt !== undefined) {
		const key = numberKeys[codes[0] ?? 0];
		return key === undefined ? [] : [keyEvent(key, rxvt)];
	}

	if (/^[a-d]$/.test(final) && parameters === '') {
		return [keyEvent(letterKeys[final.toUpperCase()] ?? '', {shift: true})];
	}

	const key = letterKeys[final];
	return key === undefined || eventType === eventRelease ? [] : [keyEvent(key, modifiers)];
};

/** `ESC O modifier? letter` */
export const decodeSs3Key = (modifier: string, letter: string): readonly InputEvent[] => {
	const text = keypadText[letter];
	if (text !== undefined) {
		return [{type: 'text', text}];
	}

	if (letter === 'M') {
		return [keyEvent('enter')];
	}

	if (/^[a-d]$/.test(letter)) {
		return [keyEvent(letterKeys[letter.toUpperCase()] ?? '', {ctrl: true})];
	}

	const key = letterKeys[letter];
	const modifiers = modifier === '' ? noModifiers : decodeModifiers(Number(modifier));
	return key === undefined ? [] : [keyEvent(key, modifiers)];
};

const controlKeys: Readonly<Record<number, NamedKey>> = {
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	127: 'backspace',
};

/**
 * A C0 control or DEL. Ctrl-H, Ctrl-I, Ctrl-J, Ctrl-M and Ctrl-[ are the same bytes as Backspace,
 * Tab, Enter and Escape, and are taken for these; kitty's protocol tells them apart.
 */
export const decodeControl = (code: number, alt: boolean): KeyEvent => {
	const named = controlKeys[code];
	if (named !== undefined) {
		return keyEvent(named, {alt});
	}

	return code === 0
		? keyEvent('space', {ctrl: true, alt})
		: keyEvent(String.fromCharCode(code + 64).toLowerCase(), {ctrl: true, alt});
};

/** `CSI [ A` … `E`: the Linux console's F1 to F5. */
export const decodeLinuxKey = (letter: string): readonly InputEvent[] => {
	const number = letter.charCodeAt(0) - 64;
	return number >= 1 && number <= 5 ? [keyEvent(`f${number}`)] : [];
};
