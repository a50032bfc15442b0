/** Where the composer's text and cursor stand on the screen. */
import {secretStart} from '../../client/slash-commands/secret-input.ts';
import {expandTabs} from '../../terminal/wrap-text.ts';
import type {ComposerState} from './composer-state.ts';
import {fieldRows, locate} from './text-positions.ts';

export type ComposerLayout = {
	/** The visible rows, at least one, at most `rowsMax`; not padded. */
	readonly rows: readonly string[];
	/** The cursor's cell within `rows`; always inside the field. */
	readonly cursor: {readonly x: number; readonly y: number};
	/** Rows hidden above and below. */
	readonly hiddenAbove: number;
	readonly hiddenBelow: number;
};

/** A password shows as dots, one for each UTF-16 code unit, so that the cursor keeps its place. */
const maskSecret = (text: string): string => {
	const start = secretStart(text) ?? text.length;
	return text.slice(0, start) + text.slice(start).replace(/[^ ]/g, '•');
};

/** `width` in cells, the cursor's own cell included. The rows in view are those around the cursor. */
export const layoutComposer = (
	{text: typed, cursor}: Pick<ComposerState, 'text' | 'cursor'>,
	{width, rowsMax}: {readonly width: number; readonly rowsMax: number},
): ComposerLayout => {
	const text = maskSecret(typed);
	const rows = fieldRows(text, width);
	const {x, y} = locate(text, rows, cursor);
	// The cursor's row is the last in view, unless the text ends within the view.
	const hiddenAbove = Math.max(0, Math.min(y - rowsMax + 1, rows.length - rowsMax));
	const visible = rows.slice(hiddenAbove, hiddenAbove + rowsMax);
	return {
		rows: visible.map(({start, end}) => expandTabs(text.slice(start, end))),
		cursor: {x: Math.min(x, width - 1), y: y - hiddenAbove},
		hiddenAbove,
		hiddenBelow: rows.length - hiddenAbove - visible.length,
	};
};
