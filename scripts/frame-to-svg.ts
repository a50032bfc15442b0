/** Draws a terminal screen, given as cells, as an SVG picture. */

export type FrameCell = {
	/** One grapheme; empty for the second half of a wide one. */
	readonly text: string;
	readonly width: number;
	/** `#rrggbb`; absent for the terminal's own colours. */
	readonly foreground: string | undefined;
	readonly background: string | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isItalic: boolean;
	readonly isUnderlined: boolean;
	readonly isInverse: boolean;
};

export type Frame = {
	readonly rows: readonly (readonly FrameCell[])[];
	readonly cursor: {readonly x: number; readonly y: number; readonly isVisible: boolean};
};

const fontSize = 14;
const cellWidth = 8.4;
const cellHeight = 17;
const baseline = 13;
const padding = 12;
const colors = {foreground: '#d6d9de', background: '#16181d', cursor: '#8ab4f8'};
const font =
	"ui-monospace, 'JetBrains Mono', 'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Noto Color Emoji', monospace";

/** xterm's sixteen colours as this picture has them. */
const ansiColors = [
	'#1d1f26',
	'#e06c75',
	'#98c379',
	'#e5c07b',
	'#61afef',
	'#c678dd',
	'#56b6c2',
	'#c8ccd4',
	'#6b7280',
	'#f08b93',
	'#b3dd95',
	'#f3d49b',
	'#88c6f7',
	'#d79bea',
	'#7fd1dc',
	'#ffffff',
] as const;

const toHex = (channels: readonly number[]): string =>
	`#${channels.map(channel => channel.toString(16).padStart(2, '0')).join('')}`;

/** A colour of the 256-colour palette as `#rrggbb`. */
export const paletteColor = (index: number): string => {
	const ansi = ansiColors[index];
	if (ansi !== undefined) {
		return ansi;
	}

	if (index >= 232) {
		const gray = 8 + (index - 232) * 10;
		return toHex([gray, gray, gray]);
	}

	const cube = index - 16;
	const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
	return toHex([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
};

const escapeXml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const round = (value: number): number => Math.round(value * 100) / 100;

const xOf = (column: number): number => round(padding + column * cellWidth);
const yOf = (row: number): number => padding + row * cellHeight;

const styleOf = (cell: FrameCell): string => {
	const foreground = cell.isInverse
		? (cell.background ?? colors.background)
		: (cell.foreground ?? colors.foreground);
	return [
		` fill="${foreground}"`,
		cell.isBold ? ' font-weight="bold"' : '',
		cell.isDim ? ' opacity="0.6"' : '',
		cell.isItalic ? ' font-style="italic"' : '',
		cell.isUnderlined ? ' text-decoration="underline"' : '',
	].join('');
};

const backgroundOf = (cell: FrameCell): string | undefined =>
	cell.isInverse ? (cell.foreground ?? colors.foreground) : cell.background;

/** Neighbours of one style that every font draws alike make one run; every other cell stands alone. */
const toRuns = (row: readonly FrameCell[]): {column: number; text: string; cell: FrameCell}[] => {
	const runs: {column: number; text: string; cell: FrameCell}[] = [];
	let canGrow = false;
	for (const [column, cell] of row.entries()) {
		if (cell.text.trim() === '') {
			canGrow = false;
			continue;
		}

		const isPlain = /^[!-~─]$/.test(cell.text);
		const last = runs.at(-1);
		if (canGrow && isPlain && last !== undefined && styleOf(last.cell) === styleOf(cell)) {
			last.text += cell.text;
		} else {
			runs.push({column, text: cell.text, cell});
		}

		canGrow = isPlain;
	}

	return runs;
};

const drawRow = (row: readonly FrameCell[], y: number): string => {
	const backgrounds = row.flatMap((cell, column) => {
		const color = backgroundOf(cell);
		return color === undefined || cell.width === 0
			? []
			: [
					`<rect x="${xOf(column)}" y="${yOf(y)}" width="${round(cell.width * cellWidth)}" height="${cellHeight}" fill="${color}"/>`,
				];
	});
	const texts = toRuns(row).map(({column, text, cell}) => {
		const cells = text.length > 1 && cell.width === 1 ? text.length : cell.width;
		const place = `x="${xOf(column)}" y="${yOf(y) + baseline}" textLength="${round(cells * cellWidth)}"`;
		return `<text ${place} lengthAdjust="spacingAndGlyphs"${styleOf(cell)}>${escapeXml(text)}</text>`;
	});
	return [...backgrounds, ...texts].join('');
};

/** A stand-alone SVG document of the whole screen. */
export const frameToSvg = ({rows, cursor}: Frame): string => {
	const columns = rows[0]?.length ?? 0;
	const width = Math.ceil(columns * cellWidth + 2 * padding);
	const height = rows.length * cellHeight + 2 * padding;
	const caret = cursor.isVisible
		? `<rect x="${xOf(cursor.x)}" y="${yOf(cursor.y) + 1}" width="1.5" height="${cellHeight - 2}" fill="${colors.cursor}"/>`
		: '';
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
		`<rect width="100%" height="100%" rx="8" fill="${colors.background}"/>`,
		`<g font-family="${font}" font-size="${fontSize}" xml:space="preserve">`,
		...rows.map(drawRow),
		caret,
		'</g>',
		'</svg>',
		'',
	].join('\n');
};
