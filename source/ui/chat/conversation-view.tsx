/** The open conversation: title, messages, hint line, reply line and composer in one frame. */
import {Box} from 'ink';
import {memo, useMemo} from 'react';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {ComposerView} from '../composer/composer-view.tsx';
import {line, span, truncateLine} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import {PaneBody} from '../frame/pane-body.tsx';
import {Rule} from '../frame/rule.tsx';
import {text} from '../text.ts';
import {TimelineView} from '../timeline/timeline-view.tsx';
import {useChat, useView} from '../ui-context.ts';
import {useLayout} from '../use-layout.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {conversationTitle} from './conversation-title.ts';
import {HintView} from './hint-view.tsx';
import {PinBanner} from './pin-banner.tsx';

const TitleRule = memo(function TitleRule(props: {
	readonly width: number;
	readonly isFocused: boolean;
}) {
	const open = useView(view => chatOf(view)?.conversation);
	const title = useSelected(
		useChat().state,
		({conversations, people}) =>
			conversationTitle(open === undefined ? undefined : conversations.get(open), people),
		isShallowEqual,
	);
	return <Rule edge="top" {...props} {...title} />;
});

/** Stands above the text being written: what it answers, or what it changes. */
const ReplyLine = memo(function ReplyLine({width}: {readonly width: number}) {
	const {replyTo, editing} = useView(view => {
		const chat = chatOf(view);
		return {replyTo: chat?.replyTo, editing: chat?.editing};
	}, isShallowEqual);
	const content = useMemo(() => {
		const about = editing ?? replyTo;
		const words =
			editing === undefined
				? text.chat.replyingTo(sanitizeLine(replyTo?.sender ?? ''))
				: text.chat.editing;
		return about === undefined
			? undefined
			: truncateLine(
					line(span('accent', ` ↳ ${words} `), span('quote', sanitizeLine(about.text))),
					width,
				);
	}, [replyTo, editing, width]);
	return content === undefined ? null : <LineView content={content} />;
});

export const ConversationView = memo(function ConversationView() {
	const pane = useLayout(layout => layout.conversation?.pane);
	const hint = useLayout(layout => layout.conversation?.hint);
	const composer = useLayout(layout => layout.conversation?.composer);
	const banner = useLayout(layout => layout.conversation?.banner);
	const timeline = useLayout(layout => layout.conversation?.timeline);
	const focused = useView(view => chatOf(view)?.pane);
	if (pane === undefined || hint === undefined || composer === undefined) {
		return null;
	}

	const {width, height} = pane;
	const upperHeight = hint.y - pane.y;
	const isFocused = focused === 'composer' || focused === 'timeline';
	return (
		<Box width={width} height={height} flexDirection="column" flexShrink={0}>
			<TitleRule width={width} isFocused={isFocused} />
			<PaneBody width={width} height={upperHeight} isFocused={isFocused}>
				{banner !== undefined && banner.height > 0 && <PinBanner width={hint.width} />}
				<Box height={timeline?.height ?? 0} flexDirection="column" flexShrink={0}>
					<TimelineView />
				</Box>
				<HintView width={hint.width} />
			</PaneBody>
			<Rule edge="inner" width={width} isFocused={isFocused} />
			<PaneBody width={width} height={height - upperHeight - 3} isFocused={isFocused}>
				<ReplyLine width={width - 4} />
				<ComposerView />
			</PaneBody>
			<Rule edge="bottom" width={width} isFocused={isFocused} />
		</Box>
	);
});
