/** A panel of more lines than fit, scrolled: help and the answers of commands. */
import type {Line} from '../frame/line.ts';
import {type Panel, panelRowsMax} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';

/** The largest useful offset. */
export const scrollOffsetMax = (lineCount: number, size: ScreenSize): number =>
	Math.max(0, lineCount - panelRowsMax(size));

export const scrolledPanel = (options: {
	title: string;
	lines: readonly Line[];
	width: number;
	offset: number;
	size: ScreenSize;
	hints: Line;
}): Panel => {
	const {title, lines, width, size, hints} = options;
	const rows = panelRowsMax(size);
	const offset = Math.min(options.offset, scrollOffsetMax(lines.length, size));
	const isWhole = lines.length <= rows;
	const position = isWhole
		? ''
		: ` ${offset + 1}–${Math.min(lines.length, offset + rows)}/${lines.length}`;
	return {title: `${title}${position}`, width, hints, lines: lines.slice(offset, offset + rows)};
};
