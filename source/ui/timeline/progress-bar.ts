/** How far something has come, in cells. */

/** `▓▓▓░░` */
export const progressBar = (done: number, whole: number, width: number): string => {
	const filled = whole === 0 ? width : Math.floor((Math.min(done, whole) / whole) * width);
	return '▓'.repeat(filled) + '░'.repeat(width - filled);
};
