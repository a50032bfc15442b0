/** Where the composer's text and cursor stand on the screen. */
import type {ComposerState} from './composer-state.ts';

export type ComposerLayout = {
	/** The visible rows, at least one, at most `rowsMax`; not padded. */
	readonly rows: readonly string[];
	/** The cursor's cell within `rows`. */
	readonly cursor: {readonly x: number; readonly y: number};
	/** Rows hidden above and below. */
	readonly hiddenAbove: number;
	readonly hiddenBelow: number;
};

export const layoutComposer = (
	state: ComposerState,
	_options: {width: number; rowsMax: number},
): ComposerLayout => ({
	rows: [state.text],
	cursor: {x: 0, y: 0},
	hiddenAbove: 0,
	hiddenBelow: 0,
});
