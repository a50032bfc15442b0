/** One row of a panel or bar as data: styled pieces of text that together fit a width. */
import {cellWidth, padToWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import type {Role} from '../theme.ts';

export type LineSpan = {readonly text: string; readonly role: Role};

export type Line = {
	readonly spans: readonly LineSpan[];
	/** Where the terminal's cursor stands in this line, in cells, if it does. */
	readonly cursor?: number;
	/** The line that must stay in view when there is not room for all. */
	readonly isFocused?: boolean;
};

export const span = (role: Role, text: string): LineSpan => ({role, text});

export const line = (...spans: readonly LineSpan[]): Line => ({spans});

export const blankLine: Line = {spans: []};

export const lineWidth = ({spans}: Line): number =>
	spans.reduce((width, {text}) => width + cellWidth(text), 0);

/** At most `width` cells: later spans are cut first, never the cells of a character. */
export const truncateLine = (content: Line, width: number): Line => {
	if (lineWidth(content) <= width) {
		return content;
	}

	const spans: LineSpan[] = [];
	let left = width;
	for (const {text, role} of content.spans) {
		const cut = truncateToWidth(text, left);
		spans.push({text: cut, role});
		left -= cellWidth(cut);
		if (left <= 0 || cut !== text) {
			break;
		}
	}

	return {...content, spans};
};

/** Exactly `width` cells. */
export const padLine = (content: Line, width: number): Line => {
	const cut = truncateLine(content, width);
	const missing = width - lineWidth(cut);
	return missing === 0 ? cut : {...cut, spans: [...cut.spans, span('plain', ' '.repeat(missing))]};
};

/** `left` and `right` at the two ends of `width` cells; `right` gives way when there is no room. */
export const spreadLine = (left: Line, right: Line, width: number): Line => {
	const gap = width - lineWidth(left) - lineWidth(right);
	return gap < 1
		? truncateLine(left, width)
		: {...left, spans: [...left.spans, span('plain', ' '.repeat(gap)), ...right.spans]};
};

/** A column of a table: exactly `width` cells. */
export const column = (
	role: Role,
	text: string,
	width: number,
	align: 'left' | 'right' = 'left',
): LineSpan => span(role, padToWidth(text, width, align));

/** The same line with every piece in one role: a row under a list's cursor. */
export const inRole = (content: Line, role: Role): Line => ({
	...content,
	spans: content.spans.map(({text}) => span(role, text)),
});
