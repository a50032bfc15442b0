/** Pictures arrive whole at a terminal that speaks kitty's protocol, and are placed and taken away. */
import {inflateSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {kittyDelete, kittyPlace, kittyTransmit} from '../../../source/terminal/graphics/kitty.ts';
import {seededRandom} from '../../helpers/seeded-random.ts';

type Command = {readonly keys: Readonly<Record<string, string>>; readonly payload: string};

/** Every sequence that a terminal would read; fails when there is anything between them. */
const readCommands = (text: string): readonly Command[] => {
	const pattern = /\x1B_G([^;\x1B]*)(?:;([A-Za-z0-9+/=]*))?\x1B\\/g;
	expect(text.replaceAll(pattern, '')).toBe('');
	return [...text.matchAll(pattern)].map(([, keys = '', payload = '']) => ({
		keys: Object.fromEntries(keys.split(',').map(key => key.split('='))),
		payload,
	}));
};

const randomPixels = (width: number, height: number) => {
	const random = seededRandom(3);
	const data = Uint8Array.from({length: width * height * 4}, () => Math.floor(random() * 256));
	return {width, height, data};
};

test.each([
	[1, 1],
	[31, 7],
	[32, 24],
	[200, 150],
])('sends %d × %d pixels in pieces that make the same picture', (width, height) => {
	const pixels = randomPixels(width, height);
	const commands = readCommands(kittyTransmit(pixels, 4_294_967_295));
	const [first, ...others] = commands;
	expect(first?.keys).toMatchObject({
		a: 't',
		i: '4294967295',
		f: '32',
		o: 'z',
		s: `${width}`,
		v: `${height}`,
	});
	for (const {keys} of others) {
		expect(Object.keys(keys).toSorted()).toEqual(['m', 'q']);
	}

	expect(commands.every(({keys}) => keys.q === '2')).toBe(true);
	expect(commands.map(({keys}) => keys.m).join('')).toMatch(/^1*0$/);
	expect(commands.every(({payload}) => payload.length <= 4_096)).toBe(true);
	expect(commands.slice(0, -1).every(({payload}) => payload.length % 4 === 0)).toBe(true);
	const encoded = commands.map(({payload}) => payload).join('');
	expect(inflateSync(Buffer.from(encoded, 'base64'))).toEqual(Buffer.from(pixels.data));
});

test('sends a large picture in several pieces', () => {
	expect(readCommands(kittyTransmit(randomPixels(200, 150), 1)).length).toBeGreaterThan(20);
});

test('places a picture without moving the cursor or being answered', () => {
	expect(readCommands(kittyPlace({id: 7, columns: 20, rows: 5}))).toEqual([
		{keys: {a: 'p', i: '7', p: '1', c: '20', r: '5', C: '1', q: '2'}, payload: ''},
	]);
});

test('tells two places of one picture apart', () => {
	const [command] = readCommands(kittyPlace({id: 7, columns: 2, rows: 1, place: 12}));
	expect(command?.keys).toMatchObject({i: '7', p: '12'});
});

test('takes away one picture or all, and their memory', () => {
	expect(readCommands(kittyDelete(7))).toEqual([
		{keys: {a: 'd', d: 'I', i: '7', q: '2'}, payload: ''},
	]);
});
