/** The quick switcher: one field, and what fits below it. */
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import type {Panel} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {presenceLook, severalMark} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import type {TextField} from '../text-field.ts';
import {chooserPanel} from './chooser-panel.ts';
import type {SwitcherMatch} from './switcher-matches.ts';

const kindWidth = 20;

const matchLine = (match: SwitcherMatch, width: number, isUnderCursor: boolean): Line => {
	const {kind, name, presence, isOfSeveral, unread} = match;
	const {mark, markRole} =
		kind === 'group' || isOfSeveral
			? ({mark: kind === 'group' ? '#' : severalMark, markRole: 'muted'} as const)
			: presenceLook(presence);
	const note = unread > 0 ? String(unread) : text.switcher[kind];
	const content = line(
		span('prompt', isUnderCursor ? `${text.cursor} ` : '  '),
		span(markRole, `${mark} `),
		column('plain', name, Math.max(1, width - 5 - kindWidth)),
		column(unread > 0 ? 'unread' : 'muted', note, kindWidth, 'right'),
		span('plain', ' '),
	);
	return isUnderCursor ? inRole(content, 'cursor-row') : content;
};

export const switcherPanel = (
	dialog: {query: TextField; cursor: number},
	options: {title: string; matches: readonly SwitcherMatch[]; size: ScreenSize; hints: Line},
): Panel =>
	chooserPanel(
		{
			title: options.title,
			width: 52,
			rows: 12,
			query: dialog.query,
			placeholder: text.switcher.placeholder,
			choices: options.matches,
			cursor: dialog.cursor,
			nothing: text.switcher.nothing,
			drawChoice: matchLine,
		},
		options,
	);
