/** The message list: exactly the rows in view, each wrapped before Ink sees it. */
import {Text} from 'ink';
import {memo} from 'react';
import {keyHint} from '../keymap.ts';
import {text} from '../text.ts';
import {useChat, useTheme, useUi, useView} from '../ui-context.ts';
import {useLayout} from '../use-layout.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {visibleRows} from './scroll-state.ts';
import {TimelineRowView} from './timeline-row-view.tsx';
import {timelineViewOf} from './timeline-view-of.ts';

/** Stands where messages would, while there are none. */
function EmptyTimeline({isOpen, isLoading}: {isOpen: boolean; isLoading: boolean}) {
	const {keymap, theme} = useUi();
	const words = isLoading
		? text.chat.loading
		: isOpen
			? text.chat.empty
			: `${text.chat.none} ${text.chat.noneHint(keyHint(keymap, 'open-switcher') ?? '')}`;
	return <Text wrap="truncate" {...theme.muted}>{`  ${words}`}</Text>;
}

export const TimelineView = memo(function TimelineView() {
	const {state, timelineState} = useChat();
	const timeline = useSelected(timelineState, whole => whole);
	const ownName = useSelected(state, ({account}) => account.name);
	const transfers = useSelected(state, client => client.transfers);
	const rectangle = useLayout(layout => layout.conversation?.timeline);
	const chat = useView(view => {
		const {scroll, newAfterSeq, selectedItem, unfolded} = chatOf(view) ?? {};
		return {scroll, newAfterSeq, selectedItem, unfolded};
	}, isShallowEqual);
	const theme = useTheme();
	const {scroll, newAfterSeq, selectedItem, unfolded} = chat;
	if (rectangle === undefined || scroll === undefined || unfolded === undefined) {
		return null;
	}

	if (timeline === undefined || timeline.items.length === 0) {
		return (
			<EmptyTimeline isOpen={timeline !== undefined} isLoading={timeline?.isLoading ?? false} />
		);
	}

	const view = timelineViewOf({
		timeline,
		chat: {scroll, newAfterSeq, unfolded},
		rectangle,
		ownName,
		transfers,
	});
	const {rows, isAtTop} = visibleRows(view);
	return (
		<>
			{rows.map((row, index) =>
				index === 0 && isAtTop && timeline.isLoading ? (
					<Text key="loading" wrap="truncate" {...theme.muted}>{`  ${text.chat.loading}`}</Text>
				) : (
					<TimelineRowView
						key={row.key}
						row={row}
						isSelected={selectedItem !== undefined && row.itemKey === selectedItem}
					/>
				),
			)}
		</>
	);
});
