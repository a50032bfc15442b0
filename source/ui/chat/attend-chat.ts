/** What follows from what is on the screen: read markers, loading, members, drafts, stops. */
import {attempt, type ScreenHost} from '../screen-host.ts';
import {announceMessages} from './announce-message.ts';
import {createConnectionAttendant} from './attend-connection.ts';
import {createTimelineAttendant} from './attend-timeline.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import {openConversation, saveDraft} from './conversation-actions.ts';

/** A draft is kept when nothing was typed for this long; leaving the conversation keeps it at once. */
const draftDelayMs = 500;
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

/** A pin, or none any more, takes a row from the messages or gives it back. */
const attendPins = ({conversation, chat, dispatch}: ChatScene): void => {
	const seq = conversation?.pins.at(-1);
	if (seq !== chat.newestPin) {
		dispatch({type: 'newest-pin-changed', seq});
	}
};

/** Keeps what is being written, a moment after the last key. */
const createDraftAttendant = (save: () => void) => {
	let timer: NodeJS.Timeout | undefined;
	let lastText = '';
	return {
		attend({chat}: ChatScene): void {
			const {text} = chat.composer;
			if (text !== lastText) {
				lastText = text;
				clearTimeout(timer);
				timer = setTimeout(save, draftDelayMs);
			}
		},
		stop(): void {
			clearTimeout(timer);
			save();
		},
	};
};

/** Follows the account on the screen. Returns how to stop. */
export const attendChat = (host: ScreenHost): (() => void) => {
	const session = host.getChat();
	if (session === undefined) {
		return () => undefined;
	}

	/** The scene while this account is the one on the screen. */
	const ownScene = (): ChatScene | undefined => {
		const scene = readScene(host);
		return scene?.session === session ? scene : undefined;
	};

	const attendTimeline = createTimelineAttendant(host);
	const attendConnection = createConnectionAttendant(host);
	const drafts = createDraftAttendant(() => {
		const scene = ownScene();
		if (scene !== undefined) {
			saveDraft(scene);
		}
	});

	const attendOnce = (scene: ChatScene): void => {
		if (scene.chat.conversation === undefined) {
			openFirstConversation(scene);
		}

		drafts.attend(scene);
		attendConnection(scene);
		attendTimeline(scene);
		attendMembers(scene);
		attendPins(scene);
	};

	let isAttending = false;

	/** What is done here changes what is on the screen, which is attended in its turn. */
	const attend = (): void => {
		for (let round = 0; round < roundsMax && !isAttending; round++) {
			const before = host.view.getState();
			const scene = ownScene();
			if (scene === undefined) {
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
		drafts.stop();
		for (const unsubscribe of unsubscribers) {
			unsubscribe();
		}
	};
};
