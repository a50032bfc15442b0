/** Messages to go to: the pinned ones of a conversation. */
import {truncateToWidth} from '../../terminal/cell-width.ts';
import {inRole, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {Dialog} from './dialog-state.ts';

export type MessageListDialog = Extract<Dialog, {kind: 'message-list'}>;

const wantedWidth = 64;

export const messageListPanel = (
	{title, rows, cursor}: MessageListDialog,
	{size, hints}: {readonly size: ScreenSize; readonly hints: Line},
): Panel => {
	const width = panelWidth(wantedWidth, size);
	const rowsMax = panelRowsMax(size);
	const start = Math.max(0, Math.min(cursor - rowsMax + 2, rows.length - rowsMax));
	const lines = rows.slice(start, start + rowsMax).map(({label}, index) => {
		const isUnderCursor = start + index === cursor;
		const content = line(
			span('prompt', isUnderCursor ? `${text.cursor} ` : '  '),
			span('plain', truncateToWidth(label, width - 2)),
		);
		return isUnderCursor ? {...inRole(content, 'cursor-row'), isFocused: true} : content;
	});
	const nothing = line(span('muted', `  ${text.files.nothing}`));
	return {title, width: wantedWidth, hints, lines: lines.length === 0 ? [nothing] : lines};
};
