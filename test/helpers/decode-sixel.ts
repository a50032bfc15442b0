/** Sixels back to pixels, as a VT340 with square pixels would draw them on what is see-through. */

/** `data` is RGBA, four zeros where nothing was drawn; `registers` counts the defined colours. */
export type DecodedSixel = {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
	readonly registers: number;
};

/** One instruction: a colour, a counted run, the start of the row or band, or a single sixel. */
const instruction = /#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([$-])|([?-~])/y;

const fromPercent = (percent: string | undefined): number => {
	const value = Number(percent);
	if (!(value >= 0 && value <= 100)) {
		throw new Error(`Not a percentage: ${percent}`);
	}

	return Math.round((value * 255) / 100);
};

/** Throws when `text` is anything but one picture, or draws outside of the size that it tells. */
export const decodeSixel = (text: string): DecodedSixel => {
	const [, header = '', body = ''] = /^(\x1BP0;1;0q"1;1;\d+;\d+)(.*)\x1B\\$/.exec(text) ?? [];
	const [width = 0, height = 0] = header.split(';').slice(-2).map(Number);
	const data = new Uint8Array(width * height * 4);
	const registers = new Map<string, readonly number[]>();
	let colour: readonly number[] | undefined;
	let x = 0;
	let top = 0;
	const draw = (character: string, count: number): void => {
		const sixel = character.charCodeAt(0) - 63;
		for (let row = 0; row < 6; row++) {
			if ((sixel & (1 << row)) === 0) {
				continue;
			}

			if (colour === undefined || x + count > width || top + row >= height) {
				throw new Error(`Drawn without a colour or outside: ${x}+${count}, ${top + row}`);
			}

			for (let column = x; column < x + count; column++) {
				data.set([...colour, 255], ((top + row) * width + column) * 4);
			}
		}

		x += count;
	};

	instruction.lastIndex = 0;
	while (instruction.lastIndex < body.length) {
		const at = instruction.lastIndex;
		const match = instruction.exec(body);
		if (match === null) {
			throw new Error(`Not an instruction: ${JSON.stringify(body.slice(at, at + 20))}`);
		}

		const [, register, red, green, blue, count, repeated, move, single] = match;
		if (register !== undefined) {
			if (red !== undefined) {
				registers.set(register, [red, green, blue].map(fromPercent));
			}

			colour = registers.get(register);
		} else if (move !== undefined) {
			x = 0;
			top += move === '-' ? 6 : 0;
		} else {
			draw(repeated ?? single ?? '?', Number(count ?? 1));
		}
	}

	return {width, height, data, registers: registers.size};
};
