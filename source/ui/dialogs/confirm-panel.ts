/** Asks once before a message is deleted or recalled, or a key parts from somebody. */
import {truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {blankLine, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {Dialog} from './dialog-state.ts';

export type ConfirmDialog = Extract<Dialog, {kind: 'confirm'}>;

const wantedWidth = 56;

export const confirmPanel = (
	{what, text: said}: ConfirmDialog,
	{size, hints}: {readonly size: ScreenSize; readonly hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, size);
	const {title, explanation} = text.confirm[what];
	return {
		title,
		width: wantedWidth,
		hints,
		lines: [
			line(span('quote', truncateToWidth(sanitizeLine(said), width))),
			blankLine,
			...wrapToWidth(explanation, width).map(row => line(span('plain', row))),
		],
	};
};
