/** What the keys do in the dialogs about files: choosing one to send, and looking at a picture. */
import type {ChatScene} from '../chat/chat-scene.ts';
import {openWithProgram, saveFile, sendFile} from '../chat/file-actions.ts';
import {toComposerAction} from '../composer/composer-keys.ts';
import type {ActionName} from '../key-table.ts';
import {attempt, type ScreenHost} from '../screen-host.ts';
import type {Dialog} from './dialog-state.ts';
import {dialogSteps} from './dialog-steps.ts';
import {type FilePickerDialog, openFolder, pathOfChoice, pickerChoices} from './file-picker.ts';

const close = ({view}: ScreenHost): void => view.dispatch({type: 'dialog-closed'});

/** Enters a folder; a file is sent. */
const pick = (scene: ChatScene, dialog: FilePickerDialog): void => {
	const {host} = scene;
	const choice = pickerChoices(dialog)[dialog.cursor];
	if (choice === undefined) {
		return;
	}

	const path = pathOfChoice(dialog, choice);
	if (choice.isFolder) {
		host.view.dispatch({type: 'dialog-opened', dialog: openFolder(path)});
		return;
	}

	close(host);
	attempt(host, async () => sendFile(scene, path));
};

export const actInFilePicker = (
	scene: ChatScene,
	dialog: FilePickerDialog,
	action: ActionName,
): boolean => {
	const {view} = scene.host;
	const step = dialogSteps[action];
	if (step !== undefined) {
		const last = pickerChoices(dialog).length - 1;
		const cursor = Math.max(0, Math.min(last, dialog.cursor + step));
		view.dispatch({type: 'dialog', action: {type: 'cursor-moved', cursor}});
		return true;
	}

	if (action === 'dialog-confirm') {
		pick(scene, dialog);
		return true;
	}

	const edit = toComposerAction(action, 1);
	if (edit !== undefined) {
		view.dispatch({type: 'dialog', action: {type: 'query-edited', action: edit}});
	}

	return edit !== undefined;
};

export type ViewerDialog = Extract<Dialog, {kind: 'viewer'}>;

/** Letters are keys here: nothing is written. */
export const typeInViewer = (scene: ChatScene, dialog: ViewerDialog, typed: string): void => {
	if (typed === 's') {
		close(scene.host);
		saveFile(scene, dialog);
	} else if (typed === 'o') {
		close(scene.host);
		openWithProgram(scene, dialog);
	} else if (typed === 'q') {
		close(scene.host);
	}
};
