/** The picker of reactions: a field for a name or an emoji, and what fits below it. */
import {fieldLine} from '../frame/field-line.ts';
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {Dialog} from './dialog-state.ts';
import {drawnEmoji, type ReactionChoice, reactionChoices} from './reaction-choices.ts';

export type ReactionDialog = Extract<Dialog, {kind: 'reaction'}>;

const wantedWidth = 36;
const rowsWanted = 12;
const emojiWidth = 4;
const noteWidth = 12;

const choiceLine = (choice: ReactionChoice, width: number, isUnderCursor: boolean): Line => {
	const content = line(
		span('prompt', isUnderCursor ? `${text.cursor} ` : '  '),
		column('plain', drawnEmoji(choice), emojiWidth),
		column('plain', choice.name, Math.max(1, width - emojiWidth - noteWidth - 2)),
		column('muted', choice.isOwn ? text.reactions.takeBack : '', noteWidth, 'right'),
	);
	return isUnderCursor ? inRole(content, 'cursor-row') : content;
};

export const reactionPanel = (
	dialog: ReactionDialog,
	{size, hints}: {readonly size: ScreenSize; readonly hints: Line},
): Panel => {
	const choices = reactionChoices(dialog.query.text, dialog.given);
	const width = panelWidth(wantedWidth, size);
	const rows = Math.min(rowsWanted, panelRowsMax(size) - 2);
	const start = Math.max(0, Math.min(dialog.cursor - rows + 2, choices.length - rows));
	const shown = choices
		.slice(start, start + rows)
		.map((choice, index) => choiceLine(choice, width, start + index === dialog.cursor));
	const nothing = line(span('muted', `  ${text.reactions.nothing}`));
	// The height stays the same while typing, so that the panel does not jump.
	const filler = Array.from({length: rows - Math.max(1, shown.length)}, () => line());
	return {
		title: text.reactions.title,
		width: wantedWidth,
		hints,
		lines: [
			fieldLine({
				label: `${text.cursor} `,
				labelWidth: 2,
				field: dialog.query,
				width,
				isFocused: true,
				placeholder: text.reactions.placeholder,
			}),
			line(span('border', '─'.repeat(width))),
			...(shown.length === 0 ? [nothing] : shown),
			...filler,
		],
	};
};
