/** What the terminal tells by itself or when asked: mouse, focus, answers to questions. */
import type {InputEvent, MouseEvent, ReplyEvent} from './input-events.ts';

const buttons = ['left', 'middle', 'right', 'none'] as const;

/** `code` as in xterm's SGR encoding; `x` and `y` count from 1. */
const decodeMouse = (
	code: number,
	position: {readonly x: number; readonly y: number},
	isRelease: boolean,
): readonly InputEvent[] => {
	const cell = {x: Math.max(0, position.x - 1), y: Math.max(0, position.y - 1)};
	const modifiers = {
		shift: (code & 4) !== 0,
		alt: (code & 8) !== 0,
		ctrl: (code & 16) !== 0,
	};
	const button = buttons[code & 3] ?? 'none';
	if ((code & 64) !== 0) {
		// The wheel; its horizontal directions are not used.
		if ((code & 3) > 1) {
			return [];
		}

		const action = (code & 3) === 0 ? 'wheel-up' : 'wheel-down';
		return [{type: 'mouse', action, button: 'none', ...cell, ...modifiers}];
	}

	if (code >= 128) {
		return [];
	}

	let action: MouseEvent['action'] = isRelease ? 'release' : 'press';
	if ((code & 32) !== 0) {
		action = button === 'none' ? 'move' : 'drag';
	}

	return [{type: 'mouse', action, button, ...cell, ...modifiers}];
};

/** `CSI < code ; x ; y M` (press) or `m` (release) */
export const decodeSgrMouse = (parameters: string, final: string): readonly InputEvent[] => {
	const [code, x, y] = parameters.split(';').map(Number);
	return code === undefined || !x || !y || !Number.isInteger(code)
		? []
		: decodeMouse(code, {x, y}, final === 'm');
};

/** `CSI M` and three characters, from terminals that do not know the SGR encoding. */
export const decodeX10Mouse = (characters: string): readonly InputEvent[] => {
	const [code = 0, x = 0, y = 0] = [...characters].map(character => character.charCodeAt(0) - 32);
	const isRelease = (code & 67) === 3;
	return decodeMouse(isRelease ? code & ~3 : code, {x, y}, isRelease);
};

const replies: Readonly<Record<string, ReplyEvent['reply']>> = {
	'?c': 'device-attributes',
	'>c': 'device-attributes',
	'=c': 'device-attributes',
	'?u': 'kitty-keyboard',
	R: 'cursor-position',
	'?R': 'cursor-position',
	n: 'other',
	'?n': 'other',
	t: 'other',
	'?$y': 'mode',
	$y: 'mode',
	'>|': 'other',
};

/** The answer that `CSI prefix parameters intermediates final` is, if it is one. */
export const decodeReply = (
	introducer: {readonly prefix: string; readonly parameters: string},
	ending: string,
): readonly InputEvent[] => {
	const reply = replies[introducer.prefix + ending];
	return reply === undefined ? [] : [{type: 'reply', reply, parameters: introducer.parameters}];
};
