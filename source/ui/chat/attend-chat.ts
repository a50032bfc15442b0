/** What follows from what is on the screen: reading marks it read, reaching an end loads more. */
import type {StopReason} from '../../client/state.ts';
import {attempt, type ScreenHost} from '../screen-host.ts';
import {
	scrollToItem,
	type TimelineView,
	type VisibleRows,
	visibleRows,
} from '../timeline/scroll-state.ts';
import {announceMessages} from './announce-message.ts';
import {type ChatScene, readScene, timelineOnScreen} from './chat-scene.ts';
import {openConversation, saveDraft} from './conversation-actions.ts';

/** Opening a conversation, its scroll and its members: more never follows from one another. */
const roundsMax = 4;

/** The first conversation to show is the one where something happened last. */
const openFirstConversation = (scene: ChatScene): void => {
	const [latest] = [...scene.state.conversations.values()].sort(
		(left, right) => right.lastAt - left.lastAt || left.id - right.id,
	);
	if (latest !== undefined) {
		openConversation(scene, latest.id);
	}
};

/** What is seen at the end of the messages, in a window with the focus, is read. */
const markRead = (scene: ChatScene, lastVisibleSeq: number | undefined): void => {
	const {conversation, client, host} = scene;
	const {isTerminalFocused, dialog} = host.view.getState();
	if (
		conversation !== undefined &&
		lastVisibleSeq !== undefined &&
		isTerminalFocused &&
		dialog === undefined &&
		lastVisibleSeq > conversation.readSeq
	) {
		client.markRead(conversation.id, lastVisibleSeq);
	}
};

/** Shows the message that was asked for, once the timeline has it or has given up. */
const jump = (scene: ChatScene, view: TimelineView, jumpSeq: number): void => {
	const {timeline, dispatch} = scene;
	if (!timeline?.isLoading) {
		const item = timeline?.items.find(({seq}) => seq !== undefined && seq >= jumpSeq);
		const scroll = item === undefined ? view.scroll : scrollToItem(view, item.key);
		dispatch({type: 'scrolled', scroll});
	}
};

/** More is loaded while there are still this many messages to scroll over. */
const messagesAhead = 60;

/** Loads what the person is scrolling towards, before they get there. */
const loadAhead = (scene: ChatScene, view: TimelineView, visible: VisibleRows): void => {
	const {timeline, session} = scene;
	if (timeline === undefined || timeline.isLoading || timeline.error !== undefined) {
		return;
	}

	const {items} = timeline;
	const isScrolled = view.scroll.kind === 'anchored';
	const top = visible.rows.find(({itemKey}) => itemKey !== undefined)?.itemKey;
	const before = items.findIndex(({key}) => key === top);
	const after = items.length - before - visible.rows.length;
	if (timeline.hasOlder && (visible.isAtTop || (isScrolled && before < messagesAhead))) {
		session.getTimeline()?.loadOlder();
	} else if (timeline.hasNewer && (visible.isAtEnd || after < messagesAhead)) {
		session.getTimeline()?.loadNewer();
	}
};

const attendTimeline = (scene: ChatScene): void => {
	const view = timelineOnScreen(scene);
	if (view === undefined || scene.timeline === undefined) {
		return;
	}

	const {jumpSeq} = scene.chat;
	if (jumpSeq !== undefined) {
		jump(scene, view, jumpSeq);
		return;
	}

	const visible = visibleRows(view);
	loadAhead(scene, view, visible);
	if (visible.isAtEnd && !scene.timeline.hasNewer) {
		markRead(scene, visible.lastVisibleSeq);
	}
};

/** Fetches the members when the details show another group, or it has grown or shrunk. */
const attendMembers = (scene: ChatScene): void => {
	const {host, client, state, conversation, layout, chat, dispatch} = scene;
	if (
		layout.details === undefined ||
		conversation === undefined ||
		conversation.kind === 'direct' ||
		state.connection.status !== 'online'
	) {
		return;
	}

	const {id, memberCount} = conversation;
	const known = chat.members?.conversation === id ? chat.members : undefined;
	if (known?.memberCount === memberCount) {
		return;
	}

	// Noted before the answer, so that it is asked once.
	dispatch({
		type: 'members-fetched',
		members: {conversation: id, memberCount, list: known?.list ?? []},
	});
	attempt(host, async () => {
		const list = await client.listMembers(id);
		dispatch({type: 'members-fetched', members: {conversation: id, memberCount, list}});
	});
};

/** Follows the account on the screen. Returns how to stop. */
export const attendChat = (host: ScreenHost): (() => void) => {
	const session = host.getChat();
	if (session === undefined) {
		return () => undefined;
	}

	let lastReason: StopReason | undefined;
	let isAttending = false;

	const attendConnection = ({state}: ChatScene) => {
		const {connection} = state;
		const reason = connection.status === 'stopped' ? connection.reason : undefined;
		if (reason !== lastReason) {
			lastReason = reason;
			if (reason !== undefined) {
				host.view.dispatch({type: 'dialog-opened', dialog: {kind: 'stopped', reason}});
			}
		}
	};

	const attendOnce = (scene: ChatScene) => {
		if (scene.chat.conversation === undefined) {
			openFirstConversation(scene);
		}

		saveDraft(scene);
		attendConnection(scene);
		attendTimeline(scene);
		attendMembers(scene);
	};

	/** What is done here changes what is on the screen, which is attended in its turn. */
	const attend = () => {
		for (let round = 0; round < roundsMax && !isAttending; round++) {
			const before = host.view.getState();
			const scene = readScene(host);
			if (scene?.session !== session) {
				return;
			}

			isAttending = true;
			try {
				host.view.batch(() => attendOnce(scene));
			} finally {
				isAttending = false;
			}

			if (host.view.getState() === before) {
				return;
			}
		}
	};

	const unsubscribers = [
		announceMessages(host, session.client),
		host.view.subscribe(attend),
		session.state.subscribe(attend),
		session.timelineState.subscribe(attend),
	];
	attend();
	return () => {
		for (const unsubscribe of unsubscribers) {
			unsubscribe();
		}
	};
};
