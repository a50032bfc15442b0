/** A panel with one field and what fits below it, of which one line is under the cursor. */
import {fieldLine} from '../frame/field-line.ts';
import {type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {TextField} from '../text-field.ts';

/** The field and the line under it. */
const headRows = 2;

export type Chooser<Choice> = {
	readonly title: string;
	readonly note?: string;
	/** Cells. */
	readonly width: number;
	/** Lines for choices, where the screen has them. */
	readonly rows: number;
	readonly query: TextField;
	readonly placeholder: string;
	readonly choices: readonly Choice[];
	readonly cursor: number;
	/** Said when nothing fits. */
	readonly nothing: string;
	drawChoice(choice: Choice, width: number, isUnderCursor: boolean): Line;
};

export const chooserPanel = <Choice>(
	{title, note, width: wantedWidth, rows: rowsWanted, ...chooser}: Chooser<Choice>,
	{size, hints}: {readonly size: ScreenSize; readonly hints: Line},
): Panel => {
	const {query, placeholder, choices, cursor, nothing} = chooser;
	const width = panelWidth(wantedWidth, size);
	const rows = Math.min(rowsWanted, panelRowsMax(size) - headRows);
	const start = Math.max(0, Math.min(cursor - rows + 2, choices.length - rows));
	const shown = choices
		.slice(start, start + rows)
		.map((choice, index) => chooser.drawChoice(choice, width, start + index === cursor));
	// The height stays the same while typing, so that the panel does not jump.
	const filler = Array.from({length: Math.max(0, rows - Math.max(1, shown.length))}, () => line());
	return {
		title,
		...(note === undefined ? {} : {note}),
		width: wantedWidth,
		hints,
		lines: [
			fieldLine({
				label: `${text.cursor} `,
				labelWidth: 2,
				field: query,
				width,
				isFocused: true,
				placeholder,
			}),
			line(span('border', '─'.repeat(width))),
			...(shown.length === 0 ? [line(span('muted', `  ${nothing}`))] : shown),
			...filler,
		],
	};
};
