/** Draws the hint line of the open conversation. */
import {memo} from 'react';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {line, span} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import type {ActionName} from '../key-table.ts';
import {keyHint} from '../keymap.ts';
import {text} from '../text.ts';
import {useChat, useUi, useView} from '../ui-context.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {hintLine} from './hint-line.ts';

const useOpenConversation = () => {
	const {state, timelineState} = useChat();
	const open = useView(view => chatOf(view)?.conversation);
	const ofClient = useSelected(
		state,
		({conversations, typing, connection}) => ({
			isOnline: connection.status === 'online',
			typing: open === undefined ? undefined : typing.get(open),
			isLeft: open === undefined ? false : (conversations.get(open)?.isLeft ?? false),
		}),
		isShallowEqual,
	);
	const ofTimeline = useSelected(
		timelineState,
		timeline => ({error: timeline?.error, hasNewer: timeline?.hasNewer ?? false}),
		isShallowEqual,
	);
	return {...ofClient, ...ofTimeline};
};

/** The hint for the chosen message, by what can be done with it. */
const useSelectionHint = (): string | undefined => {
	const {keymap} = useUi();
	const selectedItem = useView(view => chatOf(view)?.selectedItem);
	const delivery = useSelected(useChat().timelineState, timeline =>
		selectedItem === undefined
			? undefined
			: timeline?.items.find(({key}) => key === selectedItem)?.delivery,
	);
	if (selectedItem === undefined) {
		return undefined;
	}

	const key = (action: ActionName) => keyHint(keymap, action) ?? '';
	return delivery === 'failed'
		? text.chat.selectFailedHint(
				key('reply-to-message'),
				key('retry-message'),
				key('discard-message'),
			)
		: text.chat.selectHint(key('reply-to-message'), key('copy-message'), key('cancel'));
};

export const HintView = memo(function HintView({width}: {readonly width: number}) {
	const {keymap} = useUi();
	const {isOnline, typing = [], isLeft, error, hasNewer} = useOpenConversation();
	const ofView = useView(view => {
		const chat = chatOf(view);
		return {
			notice: view.notice,
			completion: chat?.composer.completion,
			composerNotice: chat?.composer.notice,
			isFollowing: chat?.scroll.kind !== 'anchored',
		};
	}, isShallowEqual);
	const {isFollowing, ...notices} = ofView;
	const selection = useSelectionHint();
	const content = hintLine(
		{
			...notices,
			// Without a connection the status bar says why.
			timelineError: error === undefined || !isOnline ? undefined : sanitizeLine(error),
			isAtEnd: isFollowing && !hasNewer,
			endKey: keyHint(keymap, 'scroll-to-end') ?? '',
			typing: typing.map(({name}) => sanitizeLine(name)),
			isLeft,
			selection,
		},
		width,
	);
	return <LineView content={line(span('plain', ' '), ...content.spans)} />;
});
