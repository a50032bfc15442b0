/** What the keys do while the list of contacts and groups has the focus. */
import type {ChatScene} from '../chat/chat-scene.ts';
import {openTarget} from '../chat/conversation-actions.ts';
import {runCommand} from '../chat/slash-actions.ts';
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import {commandForRow, questionOf} from './row-commands.ts';
import {conversationKey, type SidebarRow, sidebarRows} from './sidebar-rows.ts';

const rowsInOrder = ({state}: ChatScene): readonly SidebarRow[] => {
	const {contacts, groups} = sidebarRows(state);
	return [...contacts, ...groups];
};

/** The row under the cursor: where it was put, else the open conversation. */
const cursorOf = ({chat}: ChatScene, rows: readonly SidebarRow[]): number => {
	const open = chat.conversation === undefined ? undefined : conversationKey(chat.conversation);
	const index = rows.findIndex(({key}) => key === (chat.listCursor ?? open));
	return Math.max(0, index);
};

const moveTo = (scene: ChatScene, row: SidebarRow | undefined): void => {
	if (row !== undefined) {
		scene.dispatch({type: 'list-moved', listCursor: row.key});
	}
};

/** Gives the list the focus, its cursor on the open conversation. */
export const focusSidebar = (scene: ChatScene): void => {
	const rows = rowsInOrder(scene);
	scene.dispatch({type: 'pane-focused', pane: 'sidebar'});
	moveTo(scene, rows[cursorOf(scene, rows)]);
};

/** A key is pressed by mistake more easily than a command is typed. */
const askOrRun = (scene: ChatScene, command: string, name: string): void => {
	const what = questionOf(command);
	if (what === undefined) {
		runCommand(scene, command);
		return;
	}

	const {view} = scene.host;
	view.dispatch({
		type: 'dialog-opened',
		dialog: {kind: 'confirm', what, command, text: name},
	});
};

const actInSidebar = (scene: ChatScene, action: ActionName): boolean => {
	const rows = rowsInOrder(scene);
	const cursor = cursorOf(scene, rows);
	switch (action) {
		case 'list-up':
			moveTo(scene, rows[cursor - 1]);
			return true;
		case 'list-down':
			moveTo(scene, rows[cursor + 1]);
			return true;
		case 'list-first':
			moveTo(scene, rows[0]);
			return true;
		case 'list-last':
			moveTo(scene, rows.at(-1));
			return true;
		case 'list-open': {
			const row = rows[cursor];
			if (row !== undefined) {
				openTarget(scene, row.target);
			}

			return true;
		}

		default: {
			const row = rows[cursor];
			const command = row && commandForRow(action, row, scene.state);
			if (command !== undefined) {
				askOrRun(scene, command, row?.name ?? '');
			}

			return command !== undefined;
		}
	}
};

export const sidebarLayer = (
	scene: ChatScene,
	writeInComposer: InputLayer['write'],
): InputLayer => ({
	contexts: contextStacks.list,
	isTextField: false,
	act: action => actInSidebar(scene, action),
	write: writeInComposer,
});
