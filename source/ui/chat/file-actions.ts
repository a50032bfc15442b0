/** What can be done with files: look at them, play them, save them, send them, end their transfers. */
import type {MessagePlace, SendFileOptions} from '../../client/client-api.ts';
import {downloadsFolder} from '../../client/files/downloads-folder.ts';
import {quotePath, splitPaths} from '../../client/slash-commands/file-paths.ts';
import type {MessageFile} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {attempt, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import type {ChatScene} from './chat-scene.ts';

/** A file of a message that is on the server. */
export type StoredFile = {readonly place: MessagePlace; readonly file: MessageFile};

/** Fetches the file, unless it is here, and hands it to a program. */
const handTo = (
	{host, client}: ChatScene,
	{place, file}: StoredFile,
	words: (name: string) => string,
	use: (path: string) => Promise<void>,
): void =>
	attempt(host, async () => {
		const path = await client.fetchFile(place);
		showNotice(host, 'done', words(sanitizeLine(file.name)));
		await use(path);
	});

export const openWithProgram = (scene: ChatScene, stored: StoredFile): void =>
	handTo(scene, stored, text.files.opening, path => scene.host.services.openFile(path));

/** The picture fills the screen, sound and video are played, anything else goes to its program. */
export const lookAtFile = (scene: ChatScene, stored: StoredFile): void => {
	const {place, file} = stored;
	switch (file.kind) {
		case 'picture':
			scene.host.view.dispatch({
				type: 'dialog-opened',
				dialog: {kind: 'viewer', place, file},
			});
			return;
		case 'sound':
		case 'video':
			handTo(scene, stored, text.files.playing, path => scene.host.services.playFile(path));
			return;
		case 'file':
			openWithProgram(scene, stored);
	}
};

export const saveFile = ({host, client}: ChatScene, {place}: StoredFile): void =>
	attempt(host, async () => {
		const path = await client.fetchFile(place, downloadsFolder());
		showNotice(host, 'done', text.files.saved(sanitizeLine(path)));
	});

/** Up under the message's id, down under its place. */
export const cancelTransfer = (
	{host, client, state}: ChatScene,
	item: {
		readonly id: string | undefined;
		readonly seq: number | undefined;
		readonly conversation: number;
	},
): void => {
	const keys = [item.id ?? '', `${item.conversation}:${item.seq}`];
	const key = keys.find(one => state.transfers.has(one));
	if (key === undefined) {
		showNotice(host, 'failed', text.files.noTransfer);
	} else {
		client.cancelTransfer(key);
		showNotice(host, 'done', text.files.cancelled);
	}
};

/** @throws {ClientError} when there is no such file */
export const sendFile = (
	{client, conversation, chat, dispatch}: ChatScene,
	path: string,
	options: SendFileOptions = {},
): void => {
	if (conversation !== undefined) {
		const replyTo = chat.replyTo === undefined ? {} : {replyTo: chat.replyTo.seq};
		client.sendFile(conversation.id, path, '', {...options, ...replyTo});
		dispatch({type: 'reply-cancelled'});
	}
};

/** What terminals type for a file that was dropped on them: nothing but absolute paths. */
const droppedPaths = (pasted: string): readonly string[] => {
	const paths = splitPaths(pasted.trim());
	const typed = pasted.trim();
	const isPlain = typed !== '' && !typed.includes('\n');
	return isPlain && paths.every(path => path.startsWith('/')) ? paths : [];
};

/** The command that sends what was dropped; `undefined` for a text that is no path of a file here. */
export const dropCommand = (
	pasted: string,
	isFile: (path: string) => boolean,
): string | undefined => {
	const paths = droppedPaths(pasted);
	return paths.length > 0 && paths.every(isFile)
		? `/send ${paths.map(quotePath).join(' ')}`
		: undefined;
};
