/** What can be done with a message that the server refused. */

import {truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {blankLine, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {Dialog} from './dialog-state.ts';

export type FailedMessageDialog = Extract<Dialog, {kind: 'failed-message'}>;

export const failedMessageChoices = ['retry', 'edit', 'discard'] as const;

const wantedWidth = 56;

export const failedMessagePanel = (
	dialog: FailedMessageDialog,
	options: {size: ScreenSize; hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, options.size);
	const reason = dialog.error === undefined ? [] : wrapToWidth(sanitizeLine(dialog.error), width);
	return {
		title: text.failedMessage.title,
		width: wantedWidth,
		hints: options.hints,
		lines: [
			line(span('quote', truncateToWidth(sanitizeLine(dialog.text), width))),
			...reason.map(row => line(span('error', row))),
			blankLine,
			...failedMessageChoices.map((choice, index) => ({
				...line(
					span('prompt', index === dialog.cursor ? `${text.cursor} ` : '  '),
					span(index === dialog.cursor ? 'title' : 'plain', text.failedMessage[choice]),
				),
				isFocused: index === dialog.cursor,
			})),
		],
	};
};
