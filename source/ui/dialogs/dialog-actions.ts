/** What the keys do while a dialog is in front. */
import {type ChatScene, readScene} from '../chat/chat-scene.ts';
import {openTarget} from '../chat/conversation-actions.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import {panelRowsMax} from '../frame/panel.ts';
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import {attempt, type ScreenHost} from '../screen-host.ts';
import {openSignIn} from '../sign-in/open-sign-in.ts';
import {dialogLines} from './dialog-panel.ts';
import type {Dialog} from './dialog-state.ts';
import {dialogSteps} from './dialog-steps.ts';
import {type FailedMessageDialog, failedMessageChoices} from './failed-message-panel.ts';
import {actInFilePicker, typeInViewer} from './file-dialog-actions.ts';
import {
	actInConfirm,
	actInMessageList,
	actInReactions,
	forwardTo,
} from './message-dialog-actions.ts';
import {scrollOffsetMax} from './scrolled-panel.ts';
import {switcherMatches} from './switcher-matches.ts';

type DialogOf<Kind extends Dialog['kind']> = Extract<Dialog, {kind: Kind}>;

const close = ({view}: ScreenHost): void => view.dispatch({type: 'dialog-closed'});

/** The key that opens a dialog closes it too. */
const openers: Partial<Record<Dialog['kind'], ActionName>> = {
	help: 'open-help',
	switcher: 'open-switcher',
};

/** By how many lines a key scrolls; pages overlap by one line. */
const scrollStep = (action: ActionName, pageRows: number): number | undefined => {
	switch (action) {
		case 'scroll-page-up':
			return -pageRows;
		case 'scroll-page-down':
			return pageRows;
		case 'move-line-start':
		case 'scroll-to-start':
			return Number.NEGATIVE_INFINITY;
		case 'move-line-end':
		case 'scroll-to-end':
			return Number.POSITIVE_INFINITY;
		default:
			return dialogSteps[action];
	}
};

const actInScrolled = (
	host: ScreenHost,
	dialog: DialogOf<'help' | 'output'>,
	action: ActionName,
): boolean => {
	const {view, keymap} = host;
	if (action === 'dialog-confirm') {
		close(host);
		return true;
	}

	const {size} = view.getState();
	const step = scrollStep(action, panelRowsMax(size) - 1);
	if (step === undefined) {
		return false;
	}

	const offsetMax = scrollOffsetMax(dialogLines(dialog, {size, keymap}).length, size);
	const offset = Math.min(offsetMax, dialog.offset + step);
	view.dispatch({type: 'dialog', action: {type: 'scrolled', offset}});
	return true;
};

const actInSwitcher = (
	scene: ChatScene,
	dialog: DialogOf<'switcher'>,
	action: ActionName,
): boolean => {
	const {view} = scene.host;
	const matches = switcherMatches(scene.state, {
		typed: dialog.query.text,
		open: scene.chat.conversation,
	});
	const step = dialogSteps[action];
	if (step !== undefined) {
		const cursor = Math.min(matches.length - 1, dialog.cursor + step);
		view.dispatch({type: 'dialog', action: {type: 'cursor-moved', cursor}});
		return true;
	}

	if (action === 'dialog-confirm') {
		const match = matches[dialog.cursor];
		if (match !== undefined && dialog.forwards !== undefined) {
			forwardTo(scene, match, dialog.forwards);
		} else if (match !== undefined) {
			close(scene.host);
			openTarget(scene, match.target);
		}

		return true;
	}

	const edit = toComposerAction(action, 1);
	if (edit !== undefined) {
		view.dispatch({type: 'dialog', action: {type: 'query-edited', action: edit}});
	}

	return edit !== undefined;
};

const decide = ({host, client, dispatch}: ChatScene, dialog: FailedMessageDialog): void => {
	const choice = failedMessageChoices[dialog.cursor];
	close(host);
	attempt(host, async () => {
		switch (choice) {
			case 'retry':
				return client.retryMessage(dialog.id);
			case 'edit':
				dispatch({type: 'pane-focused', pane: 'composer'});
				dispatch({
					type: 'composer',
					action: {type: 'set-text', text: client.discardMessage(dialog.id) ?? dialog.text},
				});
				return;
			case 'discard':
				client.discardMessage(dialog.id);
				return;
			case undefined:
				return;
		}
	});
};

const actInFailedMessage = (
	scene: ChatScene,
	dialog: FailedMessageDialog,
	action: ActionName,
): boolean => {
	const step = dialogSteps[action];
	if (step !== undefined) {
		const cursor = Math.min(failedMessageChoices.length - 1, dialog.cursor + step);
		scene.host.view.dispatch({type: 'dialog', action: {type: 'cursor-moved', cursor}});
		return true;
	}

	if (action === 'dialog-confirm') {
		decide(scene, dialog);
	}

	return action === 'dialog-confirm';
};

const actOnStop = (
	scene: ChatScene,
	{reason}: DialogOf<'stopped'>,
	action: ActionName,
): boolean => {
	const {host, client, state} = scene;
	if (action !== 'dialog-confirm') {
		return false;
	}

	if (reason.code === 'certificate-unknown') {
		close(host);
		client.trustCertificate(reason.fingerprint);
	} else if (reason.code === 'signed-out') {
		attempt(host, async () => {
			await openSignIn(host, {server: state.server, name: state.account.name});
			await host.closeChat();
		});
	}

	return true;
};

const actInDialog = (
	scene: ChatScene,
	dialog: Exclude<Dialog, {kind: 'help' | 'output'}>,
	action: ActionName,
): boolean => {
	switch (dialog.kind) {
		case 'switcher':
			return actInSwitcher(scene, dialog, action);
		case 'failed-message':
			return actInFailedMessage(scene, dialog, action);
		case 'stopped':
			return actOnStop(scene, dialog, action);
		case 'reaction':
			return actInReactions(scene, dialog, action);
		case 'confirm':
			return actInConfirm(scene, dialog, action);
		case 'message-list':
			return actInMessageList(scene, dialog, action);
		case 'file-picker':
			return actInFilePicker(scene, dialog, action);
		case 'viewer':
			return false;
	}
};

/** Escape closes every dialog, and so does the key that opened it. */
export const dialogLayer = (host: ScreenHost, dialog: Dialog): InputLayer => ({
	contexts: contextStacks.dialog,
	isTextField: dialog.kind !== 'viewer',
	act(action) {
		if (action === 'cancel' || action === 'interrupt' || action === openers[dialog.kind]) {
			close(host);
			return true;
		}

		if (dialog.kind === 'help' || dialog.kind === 'output') {
			return actInScrolled(host, dialog, action);
		}

		const scene = readScene(host);
		return scene !== undefined && actInDialog(scene, dialog, action);
	},
	write(input) {
		const scene = readScene(host);
		if (dialog.kind === 'viewer' && scene !== undefined) {
			typeInViewer(scene, dialog, input.text);
		} else if ('query' in dialog) {
			host.view.dispatch({type: 'dialog', action: {type: 'query-edited', action: input}});
		}
	},
});
