/** The details pane at the right. */
import {Box, Text} from 'ink';
import {memo, useMemo} from 'react';
import {LineView} from '../frame/line-view.tsx';
import {PaneBody} from '../frame/pane-body.tsx';
import {Rule} from '../frame/rule.tsx';
import {text} from '../text.ts';
import {useChat, useTheme, useView} from '../ui-context.ts';
import {useLayout} from '../use-layout.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {memberLines, profileLines} from './details-lines.ts';

export const DetailsView = memo(function DetailsView() {
	const theme = useTheme();
	const pane = useLayout(layout => layout.details);
	const {open, members, isFocused} = useView(view => {
		const chat = chatOf(view);
		return {
			open: chat?.conversation,
			members: chat?.members,
			isFocused: chat?.pane === 'details',
		};
	}, isShallowEqual);
	const {conversation, people} = useSelected(
		useChat().state,
		({conversations, people}) => ({
			conversation: open === undefined ? undefined : conversations.get(open),
			people,
		}),
		isShallowEqual,
	);
	const list = members?.conversation === open ? members?.list : undefined;
	const width = (pane?.width ?? 2) - 2;
	const height = (pane?.height ?? 2) - 2;
	const isProfile = conversation?.kind === 'direct';
	const lines = useMemo(
		() =>
			isProfile && conversation !== undefined
				? profileLines(conversation, people, width)
				: list && memberLines(list, people, {width, height}),
		[isProfile, conversation, people, list, width, height],
	);
	if (pane === undefined) {
		return null;
	}

	const title = isProfile ? text.details.profile : text.details.members;
	const note = isProfile || list === undefined ? '' : ` · ${list.length}`;
	return (
		<Box width={pane.width} height={pane.height} flexDirection="column" flexShrink={0}>
			<Rule edge="top" width={pane.width} title={title} note={note} isFocused={isFocused} />
			<PaneBody width={pane.width} height={height} isFocused={isFocused}>
				{lines === undefined && open !== undefined && (
					<Text wrap="truncate" {...theme.muted}>{` ${text.chat.loading}`}</Text>
				)}
				{lines?.slice(0, height).map((content, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
					<LineView key={index} content={content} />
				))}
			</PaneBody>
			<Rule edge="bottom" width={pane.width} isFocused={isFocused} />
		</Box>
	);
});
