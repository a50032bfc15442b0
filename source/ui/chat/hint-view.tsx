/** Draws the hint line of the open conversation. */
import {memo} from 'react';
import type {TimelineItem} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {line, span} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import type {ActionName} from '../key-table.ts';
import {type Keymap, keyHint} from '../keymap.ts';
import {text} from '../text.ts';
import {useChat, useUi, useView} from '../ui-context.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';
import {hintLine, refusalOf} from './hint-line.ts';
import {whyNotWriting} from './may-not-write.ts';

const useOpenConversation = () => {
	const {state, timelineState} = useChat();
	const open = useView(view => chatOf(view)?.conversation);
	const ofClient = useSelected(
		state,
		whole => ({
			isOnline: whole.connection.status === 'online',
			refusal: refusalOf(whole.connection),
			typing: open === undefined ? undefined : whole.typing.get(open),
			mayNotWrite: whyNotWriting(whole, open, Date.now()),
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

/** `r reply · e edit …`: what can be done with the chosen message, what matters most first. */
const selectionHint = (item: TimelineItem, keymap: Keymap): string => {
	const key = (action: ActionName) => keyHint(keymap, action) ?? '';
	if (item.delivery === 'failed') {
		return text.chat.selectFailedHint(
			key('open-message'),
			key('retry-message'),
			key('hide-message'),
		);
	}

	const words = text.chat.selected;
	const body = item.body.kind === 'message-sent' ? item.body : undefined;
	const isQuoting = body?.replyTo !== undefined && !body.isRecalled;
	const hints: readonly (readonly [ActionName, string] | undefined)[] = [
		body?.isFolded ? ['open-message', words.fold] : undefined,
		['reply-to-message', words.reply],
		['react-to-message', words.react],
		item.isOwn ? ['edit-message', words.edit] : ['forward-message', words.forward],
		['copy-message', words.copy],
		['cancel', words.back],
		isQuoting && !body.isFolded ? ['open-message', words.toQuoted] : undefined,
		['hide-message', words.hide],
		item.isOwn ? ['recall-message', words.recall] : undefined,
		['pin-message', words.pin],
		body?.editedAt === undefined ? undefined : ['list-versions', words.versions],
		item.isOwn ? ['forward-message', words.forward] : undefined,
	];
	return hints
		.flatMap(hint => (hint === undefined ? [] : [`${key(hint[0])} ${hint[1]}`]))
		.join(' · ');
};

/** `Enter open · i who …`: what the keys do in the list while it has the focus. */
const listHint = (keymap: Keymap): string => {
	const words = text.sidebar.keys;
	const hints: readonly (readonly [ActionName, string])[] = [
		['list-open', words.open],
		['show-person', words.who],
		['befriend', words.befriend],
		['part-from', words.part],
		['block', words.block],
		['mute-conversation', words.mute],
		['cancel', words.back],
	];
	return hints.map(([action, word]) => `${keyHint(keymap, action) ?? ''} ${word}`).join(' · ');
};

const useSelectionHint = (): string | undefined => {
	const {keymap} = useUi();
	const selectedItem = useView(view => chatOf(view)?.selectedItem);
	const item = useSelected(useChat().timelineState, timeline =>
		selectedItem === undefined ? undefined : timeline?.items.find(({key}) => key === selectedItem),
	);
	const isInList = useView(view => chatOf(view)?.pane === 'sidebar');
	if (isInList) {
		return listHint(keymap);
	}

	return item === undefined ? undefined : selectionHint(item, keymap);
};

export const HintView = memo(function HintView({width}: {readonly width: number}) {
	const {keymap} = useUi();
	const {isOnline, refusal, typing = [], mayNotWrite, error, hasNewer} = useOpenConversation();
	const ofView = useView(view => {
		const chat = chatOf(view);
		return {
			notice: view.notice,
			completion: chat?.composer.completion,
			composerNotice: chat?.composer.notice,
			isFollowing: chat?.scroll.kind !== 'anchored',
			isEmpty: chat?.composer.text === '',
		};
	}, isShallowEqual);
	const {isFollowing, isEmpty, ...notices} = ofView;
	const selection = useSelectionHint();
	const content = hintLine(
		{
			...notices,
			// Without a connection the status bar says why.
			timelineError: error === undefined || !isOnline ? undefined : sanitizeLine(error),
			isAtEnd: isFollowing && !hasNewer,
			endKey: keyHint(keymap, 'scroll-to-end') ?? '',
			typing: typing.map(({name}) => sanitizeLine(name)),
			// Where nothing is written yet, the composer says it.
			mayNotWrite: isEmpty ? undefined : mayNotWrite,
			selection,
			refusal,
		},
		width,
	);
	return <LineView content={line(span('plain', ' '), ...content.spans)} />;
});
