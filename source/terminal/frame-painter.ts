/** Brings whole frames onto the screen by rewriting the rows that changed, and places the cursor. */

/** A cell, counted from 0 at the top left. */
export type CellPosition = {readonly x: number; readonly y: number};

export type FramePainter = {
	/** The frame to show; painted once at the end of the tick, however many came in it. */
	showFrame(rows: readonly string[]): void;
	/** Where the real cursor stands, so that input methods open there; `undefined` hides it. */
	setCursor(position: CellPosition | undefined): void;
	/** Calls `listener` after each paint with the rows that were written. */
	onPainted(listener: (rows: ReadonlySet<number>) => void): void;
	/** Forgets what is on the screen and paints everything anew. */
	redraw(): void;
	/** Paints what waits now. */
	flush(): void;
	/** Holds back all painting until `resume`, which redraws. */
	pause(): void;
	resume(): void;
};

const beginSynchronized = '\x1B[?2026h\x1B[?25l';
const endSynchronized = '\x1B[?2026l';
const clearScreen = '\x1B[0m\x1B[H\x1B[2J';

/**
 * Rows are addressed absolutely and erased before they are written: nothing depends on where the
 * cursor was, on wrapping or on the width that the terminal gives a character. `write` takes one
 * string per painted frame.
 */
export const createFramePainter = (write: (bytes: string) => void): FramePainter => {
	let onPainted: (rows: ReadonlySet<number>) => void = () => undefined;
	let wanted: readonly string[] = [];
	let shown: readonly string[] = [];
	let cursor: CellPosition | undefined;
	let shownCursor = '';
	let isScreenUnknown = true;
	let isPaused = false;
	let scheduled: NodeJS.Immediate | undefined;

	const cursorSequence = (): string =>
		cursor === undefined ? '' : `\x1B[${cursor.y + 1};${cursor.x + 1}H\x1B[?25h`;

	const paint = (): void => {
		scheduled = undefined;
		if (isPaused) {
			return;
		}

		const changed = new Set<number>();
		let changes = isScreenUnknown ? clearScreen : '';
		for (let y = 0; y < Math.max(wanted.length, shown.length); y++) {
			const row = wanted[y] ?? '';
			if (row !== (shown[y] ?? '')) {
				changes += `\x1B[${y + 1};1H\x1B[2K${row}`;
				changed.add(y);
			}
		}

		const nextCursor = cursorSequence();
		if (changes !== '' || nextCursor !== shownCursor) {
			write(beginSynchronized + changes + nextCursor + endSynchronized);
		}

		shown = wanted;
		shownCursor = nextCursor;
		isScreenUnknown = false;
		onPainted(changed);
	};

	const schedule = (): void => {
		scheduled ??= setImmediate(paint);
	};

	const flush = (): void => {
		clearImmediate(scheduled);
		paint();
	};

	const redraw = (): void => {
		isScreenUnknown = true;
		shown = [];
		schedule();
	};

	return {
		showFrame(rows) {
			wanted = rows;
			schedule();
		},
		setCursor(position) {
			cursor = position;
			schedule();
		},
		onPainted(listener) {
			onPainted = listener;
		},
		redraw,
		flush,
		pause() {
			isPaused = true;
		},
		resume() {
			isPaused = false;
			redraw();
		},
	};
};
