/** The contacts and groups panes. */
import {Box, Text} from 'ink';
import {memo, useMemo} from 'react';
import {cellWidth} from '../../terminal/cell-width.ts';
import {column, inRole, type Line, line, span} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import {PaneBody} from '../frame/pane-body.tsx';
import {Rule} from '../frame/rule.tsx';
import {text} from '../text.ts';
import {useChat, useTheme, useView} from '../ui-context.ts';
import {useLayout} from '../use-layout.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {layoutSidebar, type Section} from './sidebar-layout.ts';
import {conversationKey, type SidebarRow, sidebarRows} from './sidebar-rows.ts';

type RowProps = Omit<SidebarRow, 'key' | 'target'> & {
	readonly width: number;
	readonly isOpen: boolean;
	readonly isUnderCursor: boolean;
};

/** Fewer cells of a nickname or status say nothing. */
const detailWidthMin = 4;

/** `▌● bob            2 `: exactly `width` cells. */
const rowLine = (row: RowProps): Line => {
	const badgeWidth = row.badge === '' ? 0 : cellWidth(row.badge) + 1;
	const nameWidth = Math.max(1, row.width - 4 - badgeWidth);
	const detailWidth = nameWidth - cellWidth(row.name) - 1;
	const hasDetail = row.detail !== '' && detailWidth >= detailWidthMin;
	const content = line(
		span('accent', row.isOpen ? '▌' : ' '),
		span(row.markRole, `${row.mark} `),
		column(
			row.isOpen ? 'open-row' : row.nameRole,
			row.name,
			hasDetail ? nameWidth - detailWidth : nameWidth,
		),
		...(hasDetail ? [column('muted', row.detail, detailWidth)] : []),
		span(row.badgeRole, row.badge === '' ? ' ' : ` ${row.badge} `),
	);
	return row.isUnderCursor ? inRole(content, 'cursor-row') : content;
};

/** Compared by its plain values: a message elsewhere makes new rows, but the same pictures of them. */
const RowView = memo(function RowView(props: RowProps) {
	return <LineView content={rowLine(props)} />;
});

type SectionProps = {
	readonly section: Section;
	readonly width: number;
	readonly isFocused: boolean;
	readonly openKey: string | undefined;
	readonly cursorKey: string | undefined;
	readonly emptyText: string;
};

function SectionView(props: SectionProps) {
	const {section, width, isFocused, openKey, cursorKey, emptyText} = props;
	const theme = useTheme();
	return (
		<PaneBody width={width} height={section.height} isFocused={isFocused}>
			{section.rows.length === 0 && (
				<Text wrap="truncate" {...theme.muted}>{`   ${emptyText}`}</Text>
			)}
			{section.rows.map(({key, target: _target, ...row}) => (
				<RowView
					key={key}
					{...row}
					width={width - 2}
					isOpen={key === openKey}
					isUnderCursor={key === cursorKey}
				/>
			))}
		</PaneBody>
	);
}

const useSidebarRows = () => {
	const source = useSelected(
		useChat().state,
		({conversations, people, typing, account, friends, broughtInto, failedIn}) => ({
			conversations,
			people,
			typing,
			account,
			friends,
			broughtInto,
			failedIn,
		}),
		isShallowEqual,
	);
	return useMemo(() => sidebarRows(source), [source]);
};

const useSidebarFocus = () =>
	useView(view => {
		const chat = chatOf(view);
		const open = chat?.conversation;
		return {
			openKey: open === undefined ? undefined : conversationKey(open),
			cursorKey: chat?.listCursor,
			isFocused: chat?.pane === 'sidebar',
		};
	}, isShallowEqual);

export const SidebarView = memo(function SidebarView() {
	const rows = useSidebarRows();
	const pane = useLayout(layout => layout.sidebar);
	const {openKey, cursorKey, isFocused} = useSidebarFocus();
	if (pane === undefined) {
		return null;
	}

	const {contacts, groups} = layoutSidebar(rows, pane, cursorKey ?? openKey);
	const {width, height} = pane;
	const shared = {width, isFocused, openKey, cursorKey};
	return (
		<Box width={width} height={height} flexDirection="column" flexShrink={0}>
			<Rule
				edge="top"
				width={width}
				title={text.sidebar.contacts}
				note={rows.requests === 0 ? '' : ` · ${text.sidebar.requests(rows.requests)}`}
				isFocused={isFocused}
			/>
			<SectionView section={contacts} emptyText={text.sidebar.noContacts} {...shared} />
			<Rule edge="inner" width={width} title={text.sidebar.groups} isFocused={isFocused} />
			<SectionView section={groups} emptyText={text.sidebar.noGroups} {...shared} />
			<Rule edge="bottom" width={width} isFocused={isFocused} />
		</Box>
	);
});
