/** The file picker: where one is, one field, and what fits below it. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {fieldLine} from '../frame/field-line.ts';
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import {type FilePickerDialog, type PickerEntry, pickerChoices} from './file-picker.ts';

const wantedWidth = 64;
const rowsWanted = 14;

const entryLine = ({name, isFolder}: PickerEntry, width: number, isUnderCursor: boolean): Line => {
	const shown = `${sanitizeLine(name)}${isFolder ? '/' : ''}`;
	const content = line(
		span('prompt', isUnderCursor ? `${text.cursor} ` : '  '),
		column(isFolder ? 'heading' : 'plain', shown, Math.max(1, width - 2)),
	);
	return isUnderCursor ? {...inRole(content, 'cursor-row'), isFocused: true} : content;
};

export const filePickerPanel = (
	dialog: FilePickerDialog,
	{size, hints}: {readonly size: ScreenSize; readonly hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, size);
	const rows = Math.min(rowsWanted, panelRowsMax(size) - 2);
	const choices = pickerChoices(dialog);
	const start = Math.max(0, Math.min(dialog.cursor - rows + 2, choices.length - rows));
	const shown = choices
		.slice(start, start + rows)
		.map((entry, index) => entryLine(entry, width, start + index === dialog.cursor));
	const filler = Array.from({length: Math.max(0, rows - Math.max(1, shown.length))}, () => line());
	return {
		title: text.files.pick,
		note: ` ${sanitizeLine(dialog.folder)}`,
		width: wantedWidth,
		hints,
		lines: [
			fieldLine({
				label: `${text.cursor} `,
				labelWidth: 2,
				field: dialog.query,
				width,
				isFocused: true,
				placeholder: text.files.pickPlaceholder,
			}),
			line(span('border', '─'.repeat(width))),
			...(shown.length === 0 ? [line(span('muted', `  ${text.files.nothing}`))] : shown),
			...filler,
		],
	};
};
