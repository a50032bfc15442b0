/** How the rows of the sidebar share its height, and which of them are in view. */
import type {Rectangle} from '../screen-layout.ts';
import type {SidebarRow, SidebarRows} from './sidebar-rows.ts';

export type Section = {
	/** Top border of the section; its rows follow. */
	readonly y: number;
	readonly height: number;
	/** The rows in view. */
	readonly rows: readonly SidebarRow[];
	readonly hiddenBelow: number;
};

export type SidebarLayout = {readonly contacts: Section; readonly groups: Section};

/** The part of `rows` that fits into `height` with the row `key` as near to the middle as can be. */
const sectionAround = (
	rows: readonly SidebarRow[],
	options: {key: string | undefined; y: number; height: number},
): Section => {
	const {key, y, height} = options;
	const index = Math.max(0, key === undefined ? 0 : rows.findIndex(row => row.key === key));
	const start = Math.max(0, Math.min(index - Math.floor(height / 2), rows.length - height));
	const shown = rows.slice(start, start + height);
	return {y, height, rows: shown, hiddenBelow: rows.length - start - shown.length};
};

/**
 * Contacts take what they need, groups what they need up to half; what is left stands below the groups.
 * `key` names the row that must be in view.
 */
export const layoutSidebar = (
	rows: SidebarRows,
	pane: Rectangle,
	key: string | undefined,
): SidebarLayout => {
	const inner = Math.max(2, pane.height - 3);
	const contactsWanted = Math.max(1, rows.contacts.length);
	const groupsWanted = Math.max(1, rows.groups.length);
	const groupsKept = Math.min(groupsWanted, Math.floor(inner / 2));
	const contactsHeight = Math.min(contactsWanted, inner - groupsKept);
	return {
		contacts: sectionAround(rows.contacts, {key, y: pane.y, height: contactsHeight}),
		groups: sectionAround(rows.groups, {
			key,
			y: pane.y + 1 + contactsHeight,
			height: inner - contactsHeight,
		}),
	};
};

/** The row at screen row `y`, for the mouse. */
export const rowAt = ({contacts, groups}: SidebarLayout, y: number): SidebarRow | undefined =>
	[contacts, groups].map(section => section.rows[y - section.y - 1]).find(row => row !== undefined);
