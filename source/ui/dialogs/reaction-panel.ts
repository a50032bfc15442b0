/** The picker of reactions: a field for a name or an emoji, and what fits below it. */
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import type {Panel} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import {chooserPanel} from './chooser-panel.ts';
import type {Dialog} from './dialog-state.ts';
import {drawnEmoji, type ReactionChoice, reactionChoices} from './reaction-choices.ts';

export type ReactionDialog = Extract<Dialog, {kind: 'reaction'}>;

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
	options: {readonly size: ScreenSize; readonly hints: Line},
): Panel =>
	chooserPanel(
		{
			title: text.reactions.title,
			width: 36,
			rows: 12,
			query: dialog.query,
			placeholder: text.reactions.placeholder,
			choices: reactionChoices(dialog.query.text, dialog.given),
			cursor: dialog.cursor,
			nothing: text.reactions.nothing,
			drawChoice: choiceLine,
		},
		options,
	);
