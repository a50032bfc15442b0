/** A picture of the screen shows what stands in its cells, where it stands. */
import {expect, test} from 'vitest';
import {frameToSvg, paletteColor} from '../../scripts/frame-to-svg.ts';
import {createTerminalEmulator} from '../helpers/terminal-emulator.ts';

const draw = async (bytes: string): Promise<string> => {
	const terminal = createTerminalEmulator({columns: 20, rows: 2});
	await terminal.write(bytes);
	const svg = frameToSvg(terminal.frame());
	terminal.dispose();
	return svg;
};

const textsOf = (svg: string) =>
	Array.from(svg.matchAll(/<text x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)</g), match =>
		match.slice(1),
	);

test('draws words, wide characters and borders in their columns', async () => {
	expect(textsOf(await draw('ab <日 ──'))).toEqual([
		['12', '16.8', 'ab'],
		['37.2', '8.4', '&lt;'],
		['45.6', '16.8', '日'],
		['70.8', '16.8', '──'],
	]);
});

test('draws colours, weight and what is inverse', async () => {
	const svg = await draw('\x1b[1;31mred\x1b[0m \x1b[7mback\x1b[0m\x1b[48;2;1;2;3m \x1b[0m');
	expect(svg).toContain(`fill="${paletteColor(1)}" font-weight="bold"`);
	expect(svg.match(/<rect [^>]*fill="#d6d9de"/g)).toHaveLength(4);
	expect(svg).toContain('fill="#010203"');
});

test('draws the cursor only where it is shown', async () => {
	expect(await draw('a')).toContain('width="1.5"');
	expect(await draw('a\x1b[?25l')).not.toContain('width="1.5"');
});

test('knows the palette', () => {
	expect([16, 196, 231, 232, 255].map(paletteColor)).toEqual([
		'#000000',
		'#ff0000',
		'#ffffff',
		'#080808',
		'#eeeeee',
	]);
});
