/** Changing a message that was sent: into the composer, and from there to the server. */
import {isSlashInput} from '../../client/slash-commands/run-slash-command.ts';
import {attempt, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import type {EditedMessage} from './chat-state.ts';

/** `false` when the last thing sent was no message, or one that is not on the server. */
export const editLastOwn = ({chat, timeline, dispatch}: ChatScene): boolean => {
	if (
		timeline === undefined ||
		timeline.hasNewer ||
		isSlashInput(chat.composer.history.at(-1) ?? '')
	) {
		return false;
	}

	const last = timeline.items.findLast(({isOwn, body}) => isOwn && body.kind === 'message-sent');
	if (last?.body.kind !== 'message-sent' || last.seq === undefined || last.body.isRecalled) {
		return false;
	}

	const {seq} = last;
	dispatch({type: 'edit-started', seq, text: last.body.text, typed: last.body.text});
	return true;
};

/** The composer has its draft again at once; a text that the server refuses comes back into it. */
export const saveEdit = (scene: ChatScene, {seq, text: before, draft}: EditedMessage): void => {
	const {host, client, chat, conversation, dispatch} = scene;
	const typed = chat.composer.text;
	if (conversation === undefined || typed.trim() === '') {
		showNotice(host, 'failed', text.chat.editEmpty);
		return;
	}

	dispatch({type: 'edit-ended'});
	if (typed === before) {
		return;
	}

	attempt(host, async () => {
		try {
			await client.editMessage({conversation: conversation.id, seq}, typed);
		} catch (error) {
			const later = readScene(host)?.chat;
			if (
				later?.conversation === conversation.id &&
				later.editing === undefined &&
				later.composer.text === draft
			) {
				dispatch({type: 'edit-started', seq, text: before, typed});
			}

			throw error;
		}
	});
};
