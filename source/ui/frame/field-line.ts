/** A text field as one line: label, text around the cursor, and the cursor itself where it has the focus. */
import {cellWidth, padToWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import {splitGraphemes} from '../../terminal/graphemes.ts';
import type {TextField} from '../text-field.ts';
import {type Line, line, span} from './line.ts';

type FieldLineOptions = {
	readonly label: string;
	/** Cells for the label; the text starts behind them. */
	readonly labelWidth: number;
	readonly field: TextField;
	/** Cells of the whole line. */
	readonly width: number;
	readonly isFocused: boolean;
	/** Shows a dot for every character. */
	readonly isMasked?: boolean;
	readonly placeholder?: string;
};

/** The last part of `text` that fits into `width` cells. */
const tailOf = (text: string, width: number): string => {
	const graphemes = splitGraphemes(text);
	let start = graphemes.length;
	let used = 0;
	while (start > 0) {
		used += cellWidth(graphemes[start - 1] ?? '');
		if (used > width) {
			break;
		}

		start -= 1;
	}

	return graphemes.slice(start).join('');
};

export const fieldLine = (options: FieldLineOptions): Line => {
	const {label, labelWidth, field, width, isFocused, isMasked = false, placeholder = ''} = options;
	const mask = (text: string) => (isMasked ? '•'.repeat(splitGraphemes(text).length) : text);
	const room = Math.max(1, width - labelWidth - 1);
	const before = tailOf(mask(field.text.slice(0, field.cursor)), room);
	const after = truncateToWidth(mask(field.text.slice(field.cursor)), room - cellWidth(before), '');
	const labelSpan = span(isFocused ? 'accent' : 'muted', padToWidth(label, labelWidth));
	const content =
		field.text === ''
			? span('muted', truncateToWidth(placeholder, room))
			: span('plain', before + after);
	const shown = line(labelSpan, content);
	return isFocused ? {...shown, cursor: labelWidth + cellWidth(before), isFocused: true} : shown;
};
