/** A terminal emulator that tells what a person would see: cells, cursor, colours. */
import graphemes from '@xterm/addon-unicode-graphemes';
import xterm, {type IBufferCell} from '@xterm/headless';

export type ScreenEmulator = {
	/** Resolves when the bytes have taken effect. */
	write(bytes: string): Promise<void>;
	resize(columns: number, rows: number): void;
	/** One text a row, blanks at its end cut. */
	rows(): readonly string[];
	/** The cell at a place, counted from 0. */
	cell(x: number, y: number): IBufferCell | undefined;
	/** `undefined` while it is hidden. */
	cursor(): {readonly x: number; readonly y: number} | undefined;
	dispose(): void;
};

export const createScreenEmulator = (columns: number, rows: number): ScreenEmulator => {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
	let isCursorShown = false;
	const screen = () => terminal.buffer.active;
	return {
		write(bytes) {
			for (const [, mode] of bytes.matchAll(/\x1B\[\?25([hl])/g)) {
				isCursorShown = mode === 'h';
			}

			return new Promise(resolve => {
				terminal.write(bytes, resolve);
			});
		},
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		rows: () =>
			Array.from(
				{length: terminal.rows},
				(_, y) => screen().getLine(y)?.translateToString(true) ?? '',
			),
		cell: (x, y) => screen().getLine(y)?.getCell(x),
		cursor: () => (isCursorShown ? {x: screen().cursorX, y: screen().cursorY} : undefined),
		dispose: () => terminal.dispose(),
	};
};
