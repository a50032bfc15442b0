/** A real terminal emulator without a window: what was written, read back as cells and modes. */
import {UnicodeGraphemesAddon} from '@xterm/addon-unicode-graphemes';
import headless, {type IBufferCell, type ITerminalAddon} from '@xterm/headless';
import {type Frame, type FrameCell, paletteColor} from '../../scripts/frame-to-svg.ts';

/** The state in which a program must leave the terminal as it found it. */
export type TerminalState = {
	readonly isAlternateScreen: boolean;
	readonly isBracketedPaste: boolean;
	readonly isFocusReported: boolean;
	readonly isWrapping: boolean;
	readonly isCursorVisible: boolean;
	readonly isSynchronized: boolean;
	readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
	/** Depth of the kitty keyboard protocol's stack on the screen in use. */
	readonly keyboardDepth: number;
	/** DECSCUSR; 0 is the terminal's own. */
	readonly cursorShape: number;
};

export type TerminalEmulator = {
	/** Resolves when the terminal has taken it all. */
	write(data: string): Promise<void>;
	resize(columns: number, rows: number): void;
	/** Calls `listener` with what the terminal answers to questions. */
	onAnswer(listener: (answer: string) => void): void;
	/** The screen's rows as text, without trailing blanks. */
	rows(): readonly string[];
	/** All rows in one string. */
	text(): string;
	cells(row: number): readonly FrameCell[];
	cursor(): {readonly x: number; readonly y: number; readonly isVisible: boolean};
	state(): TerminalState;
	frame(): Frame;
	dispose(): void;
};

const colorOf = (isRgb: boolean, isPalette: boolean, color: number): string | undefined => {
	if (isRgb) {
		return `#${color.toString(16).padStart(6, '0')}`;
	}

	return isPalette ? paletteColor(color) : undefined;
};

const toFrameCell = (cell: IBufferCell): FrameCell => ({
	text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
	width: cell.getWidth(),
	foreground: colorOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
	background: colorOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
	isBold: cell.isBold() !== 0,
	isDim: cell.isDim() !== 0,
	isItalic: cell.isItalic() !== 0,
	isUnderlined: cell.isUnderline() !== 0,
	isInverse: cell.isInverse() !== 0,
});

/** `widths`: `graphemes` as modern terminals have them, `wcwidth` as old ones (Unicode 6, per code point). */
export const createTerminalEmulator = (options: {
	columns: number;
	rows: number;
	widths?: 'graphemes' | 'wcwidth';
	speaksKitty?: boolean;
}): TerminalEmulator => {
	const {columns, rows, widths = 'graphemes', speaksKitty = false} = options;
	const terminal = new headless.Terminal({
		cols: columns,
		rows,
		allowProposedApi: true,
		scrollback: 0,
	});
	if (widths === 'graphemes') {
		// The addon is typed for the terminal with a window; it uses nothing that the headless one lacks.
		terminal.loadAddon(new UnicodeGraphemesAddon() as unknown as ITerminalAddon);
	}

	const listeners = new Set<(answer: string) => void>();
	const answer = (text: string): void => {
		for (const listener of listeners) {
			listener(text);
		}
	};

	let isCursorVisible = true;
	let cursorShape = 0;
	const keyboardDepths = {normal: 0, alternate: 0};
	const {parser} = terminal;
	const trackCursor = (isVisible: boolean) => (parameters: (number | number[])[]) => {
		if (parameters.includes(25)) {
			isCursorVisible = isVisible;
		}

		return false;
	};

	const changeDepth = (change: number) => () => {
		keyboardDepths[terminal.buffer.active.type] += change;
		return true;
	};

	parser.registerCsiHandler({prefix: '?', final: 'h'}, trackCursor(true));
	parser.registerCsiHandler({prefix: '?', final: 'l'}, trackCursor(false));
	parser.registerCsiHandler({prefix: '>', final: 'u'}, changeDepth(1));
	parser.registerCsiHandler({prefix: '<', final: 'u'}, changeDepth(-1));
	parser.registerCsiHandler({prefix: '?', final: 'u'}, () => {
		if (speaksKitty) {
			answer(`\x1b[?${keyboardDepths[terminal.buffer.active.type] > 0 ? 1 : 0}u`);
		}

		return true;
	});
	parser.registerCsiHandler({intermediates: ' ', final: 'q'}, ([shape]) => {
		cursorShape = Number(shape ?? 0);
		return false;
	});
	terminal.onData(answer);

	const lineAt = (row: number) =>
		terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const cells = (row: number): readonly FrameCell[] => {
		const line = lineAt(row);
		return Array.from({length: terminal.cols}, (_, column) => {
			const cell = line?.getCell(column);
			if (cell === undefined) {
				throw new Error(`There is no cell ${column} in row ${row}.`);
			}

			return toFrameCell(cell);
		});
	};

	const readRows = (): readonly string[] =>
		Array.from({length: terminal.rows}, (_, row) => lineAt(row)?.translateToString(true) ?? '');
	const cursor = () => {
		const {cursorX: x, cursorY: y} = terminal.buffer.active;
		return {x, y, isVisible: isCursorVisible};
	};

	return {
		write: data => new Promise(resolve => terminal.write(data, resolve)),
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		onAnswer: listener => listeners.add(listener),
		rows: readRows,
		text: () => readRows().join('\n'),
		cells,
		cursor,
		state: () => ({
			isAlternateScreen: terminal.buffer.active.type === 'alternate',
			isBracketedPaste: terminal.modes.bracketedPasteMode,
			isFocusReported: terminal.modes.sendFocusMode,
			isWrapping: terminal.modes.wraparoundMode,
			isCursorVisible,
			isSynchronized: terminal.modes.synchronizedOutputMode,
			mouse: terminal.modes.mouseTrackingMode,
			keyboardDepth: keyboardDepths[terminal.buffer.active.type],
			cursorShape,
		}),
		frame: () => ({
			rows: Array.from({length: terminal.rows}, (_, row) => cells(row)),
			cursor: cursor(),
		}),
		dispose: () => terminal.dispose(),
	};
};

/** What a terminal is like before and after a program that behaves. */
export const restoredState: TerminalState = {
	isAlternateScreen: false,
	isBracketedPaste: false,
	isFocusReported: false,
	isWrapping: true,
	isCursorVisible: true,
	isSynchronized: false,
	mouse: 'none',
	keyboardDepth: 0,
	cursorShape: 0,
};
