/** The quick switcher: one field, and what fits below it. */
import {fieldLine} from '../frame/field-line.ts';
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import type {ScreenSize} from '../screen-layout.ts';
import {presenceLook, severalMark} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import type {TextField} from '../text-field.ts';
import type {SwitcherMatch} from './switcher-matches.ts';

const wantedWidth = 52;
const rowsWanted = 12;
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
): Panel => {
	const {title, matches, size, hints} = options;
	const width = panelWidth(wantedWidth, size);
	const rows = Math.min(rowsWanted, panelRowsMax(size) - 2);
	const start = Math.max(0, Math.min(dialog.cursor - rows + 2, matches.length - rows));
	const shown = matches
		.slice(start, start + rows)
		.map((match, index) => matchLine(match, width, start + index === dialog.cursor));
	const nothing = line(span('muted', `  ${text.switcher.nothing}`));
	// The height stays the same while typing, so that the panel does not jump.
	const filler = Array.from({length: rows - Math.max(1, shown.length)}, () => line());
	return {
		title,
		width: wantedWidth,
		hints,
		lines: [
			fieldLine({
				label: `${text.cursor} `,
				labelWidth: 2,
				field: dialog.query,
				width,
				isFocused: true,
				placeholder: text.switcher.placeholder,
			}),
			line(span('border', '─'.repeat(width))),
			...(shown.length === 0 ? [nothing] : shown),
			...filler,
		],
	};
};
