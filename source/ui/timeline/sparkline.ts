/** Loudness over time in one row of cells. */

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** `levels` are 0 to 255; several share a cell where there are more of them than cells: the loudest counts. */
export const sparkline = (levels: Uint8Array, width: number): string => {
	const cells = Math.min(width, levels.length);
	return Array.from({length: cells}, (_, cell) => {
		const first = Math.floor((cell * levels.length) / cells);
		const end = Math.max(first + 1, Math.floor(((cell + 1) * levels.length) / cells));
		const loudest = Math.max(...levels.subarray(first, end));
		return bars[Math.min(bars.length - 1, Math.floor((loudest * bars.length) / 256))];
	}).join('');
};
