/** What the keys do in the dialogs about one message or person: react, forward, delete, recall, part, go to. */
import type {ChatScene} from '../chat/chat-scene.ts';
import {nextGalleryKind, openGallery} from '../chat/gallery-actions.ts';
import {jumpToMessage} from '../chat/scroll-actions.ts';
import {runCommand} from '../chat/slash-actions.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import type {ActionName} from '../key-table.ts';
import {attempt, type ScreenHost, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import type {ConfirmDialog} from './confirm-panel.ts';
import type {ForwardedMessage} from './dialog-state.ts';
import {dialogSteps} from './dialog-steps.ts';
import type {MessageListDialog} from './message-list-panel.ts';
import {reactionChoices} from './reaction-choices.ts';
import type {ReactionDialog} from './reaction-panel.ts';
import type {SwitcherMatch} from './switcher-matches.ts';

const close = ({view}: ScreenHost): void => view.dispatch({type: 'dialog-closed'});

/** Moves the cursor among `count` rows; `false` when the action is no step. */
const step = ({view}: ScreenHost, action: ActionName, cursor: number, count: number): boolean => {
	const distance = dialogSteps[action];
	if (distance === undefined) {
		return false;
	}

	const next = Math.max(0, Math.min(count - 1, cursor + distance));
	view.dispatch({type: 'dialog', action: {type: 'cursor-moved', cursor: next}});
	return true;
};

export const actInReactions = (
	{host, client}: ChatScene,
	dialog: ReactionDialog,
	action: ActionName,
): boolean => {
	const choices = reactionChoices(dialog.query.text, dialog.given);
	if (step(host, action, dialog.cursor, choices.length)) {
		return true;
	}

	if (action === 'dialog-confirm') {
		const choice = choices[dialog.cursor];
		if (choice !== undefined) {
			close(host);
			attempt(host, () => client.reactToMessage(dialog.message, choice.emoji, !choice.isOwn));
		}

		return true;
	}

	const edit = toComposerAction(action, 1);
	if (edit !== undefined) {
		host.view.dispatch({type: 'dialog', action: {type: 'query-edited', action: edit}});
	}

	return edit !== undefined;
};

export const actInConfirm = (
	scene: ChatScene,
	dialog: ConfirmDialog,
	action: ActionName,
): boolean => {
	const {host, client} = scene;
	if (action !== 'dialog-confirm') {
		return false;
	}

	close(host);
	if ('command' in dialog) {
		runCommand(scene, dialog.command);
		return true;
	}

	const {what, message} = dialog;
	attempt(host, () =>
		what === 'hide' ? client.hideMessage(message) : client.recallMessage(message),
	);
	return true;
};

export const actInMessageList = (
	scene: ChatScene,
	{rows, cursor, gallery}: MessageListDialog,
	action: ActionName,
): boolean => {
	if (gallery !== undefined && (action === 'move-left' || action === 'move-right')) {
		openGallery(scene, nextGalleryKind(gallery, action === 'move-right' ? 1 : -1));
		return true;
	}

	const row = rows[cursor];
	if (action === 'dialog-confirm' && row !== undefined) {
		close(scene.host);
		scene.dispatch({type: 'pane-focused', pane: 'timeline'});
		jumpToMessage(scene, row.seq);
		return true;
	}

	return step(scene.host, action, cursor, rows.length);
};

/** A person without a conversation gets one. */
export const forwardTo = (
	{host, client}: ChatScene,
	{target, name}: SwitcherMatch,
	{message, text: said}: ForwardedMessage,
): void => {
	close(host);
	attempt(host, async () => {
		const conversation =
			target.kind === 'conversation'
				? target.conversation
				: await client.resolveTarget(`@${target.name}`);
		client.sendMessage(conversation, said, {forwards: message});
		showNotice(host, 'done', text.chat.forwardedTo(name));
	});
};
