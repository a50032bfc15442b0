/** The file picker: where one is, one field, and what fits below it. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import type {Panel} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import {chooserPanel} from './chooser-panel.ts';
import {type FilePickerDialog, type PickerEntry, pickerChoices} from './file-picker.ts';

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
	options: {readonly size: ScreenSize; readonly hints: Line},
): Panel =>
	chooserPanel(
		{
			title: text.files.pick,
			note: ` ${sanitizeLine(dialog.folder)}`,
			width: 64,
			rows: 14,
			query: dialog.query,
			placeholder: text.files.pickPlaceholder,
			choices: pickerChoices(dialog),
			cursor: dialog.cursor,
			nothing: text.files.nothing,
			drawChoice: entryLine,
		},
		options,
	);
