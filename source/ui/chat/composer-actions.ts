/** What the keys do while a message is being written. */
import {statSync} from 'node:fs';
import {isSlashInput, messageTextOf} from '../../client/slash-commands/run-slash-command.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import {type ComposerAction, reduceComposer} from '../composer/composer-state.ts';
import {failureText} from '../failure-text.ts';
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import {dropNotice, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import {editLastOwn, saveEdit} from './edit-actions.ts';
import {dropCommand} from './file-actions.ts';
import {selectNewest} from './select-actions.ts';
import {completionCandidates, runTypedCommand} from './slash-actions.ts';

/** Changes the text, and tells the others that somebody types. */
export const editComposer = (scene: ChatScene, action: ComposerAction): void => {
	const {host, client, chat, dispatch} = scene;
	dispatch({type: 'composer', action});
	const after = readScene(host)?.chat.composer.text;
	if (chat.conversation !== undefined && after !== undefined && after !== chat.composer.text) {
		client.setTyping(chat.conversation, after !== '' && !isSlashInput(after));
	}
};

const isFile = (path: string): boolean =>
	statSync(path, {throwIfNoEntry: false})?.isFile() ?? false;

const sendMessage = (scene: ChatScene): void => {
	const {host, client, chat, conversation, dispatch} = scene;
	const typed = chat.composer.text;
	if (chat.editing !== undefined) {
		saveEdit(scene, chat.editing);
		return;
	}

	if (typed.trim() === '') {
		return;
	}

	if (isSlashInput(typed)) {
		runTypedCommand(scene, typed);
		return;
	}

	if (conversation === undefined) {
		showNotice(host, 'failed', text.chat.none);
		return;
	}

	try {
		const options = chat.replyTo === undefined ? {} : {replyTo: chat.replyTo.seq};
		client.sendMessage(conversation.id, messageTextOf(typed), options);
	} catch (error) {
		showNotice(host, 'failed', failureText(error));
		return;
	}

	dispatch({type: 'message-sent'});
	dropNotice(host);
	client.saveDraft(conversation.id, '');
	if (scene.timeline?.hasNewer) {
		scene.session.getTimeline()?.jumpToEnd();
	}
};

/**
 * Up from an empty composer edits the last own message, if that was the last thing sent; else it goes
 * to what was sent before, or else into the messages. Up once more from a text that nobody has
 * changed yet leaves it alone and goes on through what was sent.
 */
const moveUp = (scene: ChatScene): void => {
	const {host, chat, layout, dispatch} = scene;
	const {composer, editing} = chat;
	const width = layout.conversation?.composer.width ?? 1;
	const up: ComposerAction = {type: 'move-row', direction: 'up', width};
	if (editing !== undefined) {
		const isLeft = reduceComposer(composer, up).historyIndex !== undefined;
		if (isLeft && composer.text === editing.text) {
			dispatch({type: 'edit-ended'});
		}

		if (!isLeft || composer.text === editing.text) {
			editComposer(readScene(host) ?? scene, up);
		}
	} else if (composer.text !== '' || composer.historyIndex !== undefined || !editLastOwn(scene)) {
		editComposer(scene, up);
		if (composer.text === '' && readScene(host)?.chat.composer.text === '') {
			selectNewest(scene);
		}
	}
};

const actInComposer = (scene: ChatScene, action: ActionName): boolean => {
	const {chat} = scene;
	switch (action) {
		case 'send-message':
			sendMessage(scene);
			return true;
		case 'complete-next':
		case 'complete-previous':
			editComposer(scene, {
				type: 'complete',
				direction: action === 'complete-next' ? 'next' : 'previous',
				candidates: chat.composer.completion?.candidates ?? completionCandidates(scene),
			});
			return true;
		case 'select-message':
			selectNewest(scene);
			return true;
		case 'move-row-up':
			moveUp(scene);
			return true;
		default: {
			const width = scene.layout.conversation?.composer.width ?? 1;
			const edit = toComposerAction(action, width);
			if (edit !== undefined) {
				editComposer(scene, edit);
			}

			return edit !== undefined;
		}
	}
};

/** A file that is dropped on the window becomes the command that sends it. */
const writeInComposer = (
	scene: ChatScene,
	input: {readonly type: 'insert' | 'paste'; readonly text: string},
): void => {
	const {chat, host} = scene;
	const isFresh = input.type === 'paste' && chat.composer.text === '' && chat.editing === undefined;
	const command = isFresh ? dropCommand(input.text, isFile) : undefined;
	if (command === undefined) {
		editComposer(scene, input);
	} else {
		editComposer(scene, {type: 'paste', text: command});
		showNotice(host, 'done', text.files.sendDropped);
	}
};

export const composerLayer = (scene: ChatScene): InputLayer => ({
	contexts: contextStacks.composer,
	isTextField: true,
	act: action => actInComposer(scene, action),
	write: input => writeInComposer(scene, input),
});
