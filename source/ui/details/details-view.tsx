/** The details pane at the right. */
import {Box, Text} from 'ink';
import {memo, useMemo} from 'react';
import type {ConversationState, Person} from '../../client/state.ts';
import {LineView} from '../frame/line-view.tsx';
import {PaneBody} from '../frame/pane-body.tsx';
import {Rule} from '../frame/rule.tsx';
import {text} from '../text.ts';
import {useChat, useTheme, useView} from '../ui-context.ts';
import {useLayout} from '../use-layout.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {groupLines, memberLines, profileLines} from './details-lines.ts';
import {PictureView, pictureRows} from './picture-view.tsx';

/** Whose picture stands above the rest: the only other person's, or the group's if it has one. */
const pictureSubject = (
	conversation: ConversationState | undefined,
	people: ReadonlyMap<number, Person>,
): {picture: string | undefined; name: string} | undefined => {
	if (conversation === undefined) {
		return undefined;
	}

	const {kind, peers, picture, name} = conversation;
	if (kind !== 'direct') {
		return picture === undefined ? undefined : {picture, name};
	}

	const [peer, ...others] = peers;
	return peer === undefined || others.length > 0
		? undefined
		: {picture: people.get(peer)?.avatar, name};
};

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
	const {conversation, people, friends, blocked} = useSelected(
		useChat().state,
		({conversations, people, friends, blocked}) => ({
			conversation: open === undefined ? undefined : conversations.get(open),
			people,
			friends,
			blocked,
		}),
		isShallowEqual,
	);
	const list = members?.conversation === open ? members?.list : undefined;
	const width = (pane?.width ?? 2) - 2;
	const innerHeight = (pane?.height ?? 2) - 2;
	const subject = pictureSubject(conversation, people);
	const hasPicture = subject !== undefined && innerHeight >= pictureRows * 2;
	const height = innerHeight - (hasPicture ? pictureRows : 0);
	const isProfile = conversation?.kind === 'direct';
	const lines = useMemo(() => {
		if (isProfile && conversation !== undefined) {
			return profileLines(conversation, {people, friends, blocked}, width);
		}

		if (list === undefined || conversation === undefined) {
			return undefined;
		}

		const head = groupLines(conversation, width).slice(0, Math.floor(height / 2));
		return [...head, ...memberLines(list, people, {width, height: height - head.length})];
	}, [isProfile, conversation, people, friends, blocked, list, width, height]);
	if (pane === undefined) {
		return null;
	}

	const title = isProfile ? text.details.profile : text.details.members;
	const note = isProfile || list === undefined ? '' : ` · ${list.length}`;
	return (
		<Box width={pane.width} height={pane.height} flexDirection="column" flexShrink={0}>
			<Rule edge="top" width={pane.width} title={title} note={note} isFocused={isFocused} />
			<PaneBody width={pane.width} height={innerHeight} isFocused={isFocused}>
				{hasPicture && <PictureView {...subject} />}
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
