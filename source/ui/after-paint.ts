/** Puts off work until what was drawn in this turn is on the screen. */

/** The painter paints at the end of a turn; this runs at the end of the next. */
export const afterPaint = (work: () => void): void => {
	setImmediate(() => setImmediate(work));
};
