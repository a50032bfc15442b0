/** Going from one conversation to another. */
import {secretStart} from '../../client/slash-commands/secret-input.ts';
import {attempt, showNotice} from '../screen-host.ts';
import {type SidebarTarget, sidebarRows} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import {type ChatScene, readScene} from './chat-scene.ts';

/** What stands in the composer is kept with the conversation that is left. */
export const saveDraft = ({client, chat}: ChatScene): void => {
	const {conversation, composer, editing} = chat;
	const written = editing?.draft ?? composer.text;
	// A password must not reach the disk.
	const draft = secretStart(written) === undefined ? written : '';
	const known =
		conversation === undefined ? undefined : client.getState().conversations.get(conversation);
	if (known !== undefined && known.draft !== draft) {
		client.saveDraft(known.id, draft);
	}
};

export const openConversation = (scene: ChatScene, conversation: number): void => {
	const {client, chat, session, dispatch} = scene;
	if (chat.conversation === conversation) {
		dispatch({type: 'pane-focused', pane: 'composer'});
		return;
	}

	saveDraft(scene);
	const {readSeq, unread = 0, draft = ''} = client.getState().conversations.get(conversation) ?? {};
	session.openTimeline(conversation);
	dispatch({
		type: 'conversation-opened',
		conversation,
		readSeq: unread > 0 ? readSeq : undefined,
		draft,
	});
};

/** A person without a conversation gets one. */
export const openTarget = (scene: ChatScene, target: SidebarTarget): void => {
	if (target.kind === 'conversation') {
		openConversation(scene, target.conversation);
		return;
	}

	const {host, client} = scene;
	attempt(host, async () => {
		const conversation = await client.resolveTarget(`@${target.name}`);
		const later = readScene(host);
		if (later?.session === scene.session) {
			openConversation(later, conversation);
		}
	});
};

/** Conversations in the order of the sidebar. */
const conversationsInOrder = ({state}: ChatScene): readonly number[] => {
	const {contacts, groups} = sidebarRows(state);
	return [...contacts, ...groups].flatMap(({target}) =>
		target.kind === 'conversation' ? [target.conversation] : [],
	);
};

/** The conversation `step` places further in the sidebar, round the end. */
export const stepConversation = (scene: ChatScene, step: 1 | -1): void => {
	const order = conversationsInOrder(scene);
	const {conversation} = scene.chat;
	const from = conversation === undefined ? -1 : order.indexOf(conversation);
	const start = from === -1 && step === -1 ? 0 : from;
	const next = order[(start + step + order.length) % order.length];
	if (next !== undefined) {
		openConversation(scene, next);
	}
};

/** `place` counts from 0. */
export const openConversationAt = (scene: ChatScene, place: number): void => {
	const conversation = conversationsInOrder(scene)[place];
	if (conversation !== undefined) {
		openConversation(scene, conversation);
	}
};

/** Mentions and direct conversations before groups, then the longest unread first; last what could not be sent. */
export const openNextUnread = (scene: ChatScene): void => {
	const {state, chat, host} = scene;
	const [next] = [...state.conversations.values()]
		.filter(({id, unread}) => unread > 0 || state.broughtInto.has(id) || state.failedIn.has(id))
		.filter(({id}) => id !== chat.conversation)
		.sort((left, right) => {
			const isUrgent = ({mentions, kind}: typeof left) => mentions > 0 || kind === 'direct';
			const isNew = ({unread, id}: typeof left) => unread > 0 || state.broughtInto.has(id);
			return (
				Number(isNew(right)) - Number(isNew(left)) ||
				Number(isUrgent(right)) - Number(isUrgent(left)) ||
				left.lastAt - right.lastAt ||
				left.id - right.id
			);
		});
	if (next === undefined) {
		showNotice(host, 'done', text.chat.noUnread);
	} else {
		openConversation(scene, next.id);
	}
};
