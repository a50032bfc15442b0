/** What follows from the messages in view: reading marks them read, nearing an end loads more. */
import type {TimelineState} from '../../client/state.ts';
import {afterPaint} from '../after-paint.ts';
import type {ScreenHost} from '../screen-host.ts';
import {
	scrollToItem,
	type TimelineView,
	type VisibleRows,
	visibleRows,
} from '../timeline/scroll-state.ts';
import {type ChatScene, readScene, timelineOnScreen} from './chat-scene.ts';

/** More is loaded while there are still this many messages to scroll over. */
const messagesAhead = 60;

/** What is seen at the end of the messages, in a window with the focus, is read. */
const markRead = (scene: ChatScene, lastVisibleSeq: number | undefined): void => {
	const {conversation, client, host, state} = scene;
	const {isTerminalFocused, dialog} = host.view.getState();
	if (
		conversation === undefined ||
		lastVisibleSeq === undefined ||
		!isTerminalFocused ||
		dialog !== undefined
	) {
		return;
	}

	if (lastVisibleSeq > conversation.readSeq || state.broughtInto.has(conversation.id)) {
		client.markRead(conversation.id, lastVisibleSeq);
	}
};

/** Shows the message that was asked for, once the timeline has it or has given up. */
const jump = (scene: ChatScene, view: TimelineView, jumpSeq: number): void => {
	const {timeline, dispatch, chat} = scene;
	if (!timeline?.isLoading) {
		const item = timeline?.items.find(({seq}) => seq !== undefined && seq >= jumpSeq);
		if (chat.pane === 'timeline' && item?.body.kind === 'message-sent') {
			dispatch({type: 'item-selected', itemKey: item.key});
		}

		const scroll = item === undefined ? view.scroll : scrollToItem(view, item.key);
		dispatch({type: 'scrolled', scroll});
	}
};

/** The end towards which more is wanted: what the person scrolls to is there before they are. */
const wantedPage = (
	view: TimelineView,
	visible: VisibleRows,
	timeline: TimelineState,
): 'older' | 'newer' | undefined => {
	const {items, hasOlder, hasNewer, isLoading, error} = timeline;
	if (isLoading || error !== undefined || !(hasOlder || hasNewer)) {
		return undefined;
	}

	const top = visible.rows.find(({itemKey}) => itemKey !== undefined)?.itemKey;
	const before = items.findIndex(({key}) => key === top);
	const after = items.length - before - visible.rows.length;
	const isScrolled = view.scroll.kind === 'anchored';
	if (hasOlder && (visible.isAtTop || (isScrolled && before < messagesAhead))) {
		return 'older';
	}

	return hasNewer && (visible.isAtEnd || after < messagesAhead) ? 'newer' : undefined;
};

const loadWanted = (scene: ChatScene): void => {
	const view = timelineOnScreen(scene);
	const {timeline, session} = scene;
	const page = view && timeline && wantedPage(view, visibleRows(view), timeline);
	if (page === 'older') {
		session.getTimeline()?.loadOlder();
	} else if (page === 'newer') {
		session.getTimeline()?.loadNewer();
	}
};

/** Loading waits for the picture: a key is shown first. */
export const createTimelineAttendant = (host: ScreenHost): ((scene: ChatScene) => void) => {
	let isLoadScheduled = false;
	let wasOnline = false;

	const scheduleLoad = (): void => {
		if (isLoadScheduled) {
			return;
		}

		isLoadScheduled = true;
		afterPaint(() => {
			isLoadScheduled = false;
			const scene = readScene(host);
			if (scene !== undefined) {
				loadWanted(scene);
			}
		});
	};

	/** What could not be loaded for want of a connection is tried again when there is one. */
	const retryOnReconnect = ({state, session, timeline}: ChatScene): void => {
		const isOnline = state.connection.status === 'online';
		if (isOnline && !wasOnline && timeline?.error !== undefined) {
			session.getTimeline()?.loadOlder();
		}

		wasOnline = isOnline;
	};

	return scene => {
		retryOnReconnect(scene);
		const view = timelineOnScreen(scene);
		const {timeline, chat} = scene;
		if (view === undefined || timeline === undefined) {
			return;
		}

		if (chat.jumpSeq !== undefined) {
			jump(scene, view, chat.jumpSeq);
			return;
		}

		const visible = visibleRows(view);
		if (wantedPage(view, visible, timeline) !== undefined) {
			scheduleLoad();
		}

		if (visible.isAtEnd && !timeline.hasNewer) {
			markRead(scene, visible.lastVisibleSeq);
		}
	};
};
