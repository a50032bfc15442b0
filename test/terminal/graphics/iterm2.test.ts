/** Pictures arrive whole at a terminal that speaks iTerm2's protocol. */
import {expect, test} from 'vitest';
import {iterm2Image} from '../../../source/terminal/graphics/iterm2.ts';
import {seededRandom} from '../../helpers/seeded-random.ts';

const randomBytes = (length: number): Uint8Array => {
	const random = seededRandom(5);
	return Uint8Array.from({length}, () => Math.floor(random() * 256));
};

const keys = (size: number): string =>
	`inline=1;size=${size};width=30;height=9;preserveAspectRatio=0;doNotMoveCursor=1`;

test('shows a picture over the given cells', () => {
	expect(iterm2Image(Buffer.from('png'), {columns: 30, rows: 9})).toBe(
		`\x1b]1337;File=${keys(3)}:cG5n\x07`,
	);
});

test('sends the bytes of a part of a buffer only', () => {
	const part = Buffer.from('before png after').subarray(7, 10);
	expect(iterm2Image(part, {columns: 30, rows: 9})).toContain(':cG5n\x07');
});

test('sends a large picture in parts, none longer than the terminal takes', () => {
	const png = randomBytes(2_000_000);
	const sequences = iterm2Image(png, {columns: 30, rows: 9}).split(/(?<=\x07)/);
	expect(sequences[0]).toBe(`\x1b]1337;MultipartFile=${keys(png.length)}\x07`);
	expect(sequences.at(-1)).toBe('\x1b]1337;FileEnd\x07');
	const parts = sequences.slice(1, -1);
	const contents = parts.map(part => /^\x1b\]1337;FilePart=([^\x07]+)\x07$/.exec(part)?.[1] ?? '');
	expect(contents.every(content => content !== '' && content.length % 4 === 0)).toBe(true);
	expect(Buffer.from(contents.join(''), 'base64').equals(png)).toBe(true);
});

test.each([786_000, 786_300, 786_400, 800_000])('no sequence is too long for %d bytes', size => {
	const sequences = iterm2Image(randomBytes(size), {columns: 1, rows: 1}).split(/(?<=\x07)/);
	expect(Math.max(...sequences.map(sequence => sequence.length))).toBeLessThanOrEqual(1_048_576);
	expect(sequences.length === 1).toBe(size <= 786_300);
});
