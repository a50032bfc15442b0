/** What can be done with the chosen message: answer, react, change, pass on, pin, take away, look into. */
import type {MessagePlace} from '../../client/client-api.ts';
import {messageWords} from '../../client/message-words.ts';
import type {MessageBody, TimelineItem} from '../../client/state.ts';
import {copySequence} from '../../terminal/clipboard.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {createReactionPicker, createSwitcher, type Dialog} from '../dialogs/dialog-state.ts';
import type {ActionName} from '../key-table.ts';
import {attempt, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {findLinks} from '../timeline/find-tokens.ts';
import type {ChatScene} from './chat-scene.ts';
import {
	cancelTransfer,
	lookAtFile,
	openWithProgram,
	type StoredFile,
	saveFile,
} from './file-actions.ts';
import {jumpToMessage} from './scroll-actions.ts';

/** A message with the item that it stands in. */
export type ChosenMessage = {readonly item: TimelineItem; readonly body: MessageBody};

/** A message that is on the server, and was not recalled: what can be changed. */
type StoredMessage = ChosenMessage & {readonly place: MessagePlace};

const openDialog = ({host}: ChatScene, dialog: Dialog): void =>
	host.view.dispatch({type: 'dialog-opened', dialog});

const askWhatToDo = (scene: ChatScene, {item: {id, error}, body}: ChosenMessage): void => {
	if (id !== undefined) {
		openDialog(scene, {kind: 'failed-message', id, text: body.text, error, cursor: 0});
	}
};

const reply = ({dispatch}: ChatScene, {item, body, place}: StoredMessage): void =>
	dispatch({
		type: 'reply-started',
		replyTo: {seq: place.seq, sender: item.sender?.name ?? '', text: messageWords(body)},
	});

const edit = ({host, dispatch}: ChatScene, {item, body, place}: StoredMessage): void => {
	if (item.isOwn) {
		dispatch({type: 'edit-started', seq: place.seq, text: body.text, typed: body.text});
	} else {
		showNotice(host, 'failed', text.chat.notEditable);
	}
};

const recall = (scene: ChatScene, {body, place}: StoredMessage): void =>
	openDialog(scene, {kind: 'confirm', what: 'recall', message: place, text: messageWords(body)});

const hide = (scene: ChatScene, place: MessagePlace, body: MessageBody): void =>
	openDialog(scene, {
		kind: 'confirm',
		what: 'hide',
		message: place,
		text: body.isRecalled ? text.timeline.recalled : messageWords(body),
	});

const copy = ({host}: ChatScene, body: MessageBody): void => {
	const sequence = copySequence(body.text === '' ? messageWords(body) : body.text);
	if (sequence === undefined) {
		showNotice(host, 'failed', text.chat.copyTooLong);
	} else {
		host.sendToTerminal(sequence);
		showNotice(host, 'done', text.chat.copied);
	}
};

const fileOf = (stored: StoredMessage | undefined): StoredFile | undefined =>
	stored?.body.file === undefined ? undefined : {place: stored.place, file: stored.body.file};

const openFirstLink = ({host}: ChatScene, body: MessageBody): void => {
	const [address] = findLinks(body.text);
	if (address === undefined) {
		showNotice(host, 'failed', text.chat.noLink);
	} else {
		showNotice(host, 'done', text.chat.opening(sanitizeLine(address)));
		attempt(host, () => host.services.openLink(address));
	}
};

const listVersions = (scene: ChatScene, {place}: StoredMessage): void => {
	const versions = scene.client.listVersions(place);
	if (versions.length === 0) {
		showNotice(scene.host, 'done', text.chat.noVersions);
		return;
	}

	const {day, time} = text.timeline;
	const lines = versions.flatMap(({at, text: said}) => [
		`${day(at)}, ${time(at)}`,
		...said.split('\n').map(one => `  ${one}`),
	]);
	openDialog(scene, {kind: 'output', title: text.chat.versions, lines, offset: 0});
};

/** Only what is not on the server yet can be sent again or thrown away. */
const decideUnsent = (scene: ChatScene, item: TimelineItem, what: 'retry' | 'discard'): void => {
	const {host, client} = scene;
	const {id, delivery} = item;
	if (id === undefined || (delivery !== 'failed' && delivery !== 'queued')) {
		return;
	}

	attempt(host, async () => {
		if (what === 'retry') {
			client.retryMessage(id);
		} else {
			client.discardMessage(id);
		}
	});
};

/** What needs a message that stands on the server and still has its text. */
const storedActions: Partial<Record<ActionName, (scene: ChatScene, one: StoredMessage) => void>> = {
	'reply-to-message': reply,
	'edit-message': edit,
	'recall-message': (scene, one) =>
		one.item.isOwn ? recall(scene, one) : showNotice(scene.host, 'failed', text.chat.notEditable),
	'react-to-message': (scene, {body, place}) =>
		openDialog(scene, createReactionPicker(place, body.reactions)),
	'forward-message': (scene, {body, place}) =>
		openDialog(scene, createSwitcher({message: place, text: body.text})),
	'pin-message': ({host, client}, {body, place}) =>
		attempt(host, () => client.pinMessage(place, !body.isPinned)),
	'list-versions': listVersions,
	'save-file': (scene, stored) => {
		const file = fileOf(stored);
		if (file === undefined) {
			showNotice(scene.host, 'failed', text.chat.noFile);
		} else {
			saveFile(scene, file);
		}
	},
};

/** Enter: what most wants to be done with this message. */
const open = (scene: ChatScene, chosen: ChosenMessage, stored: StoredMessage | undefined): void => {
	const {item, body} = chosen;
	const file = fileOf(stored);
	if (body.isFolded) {
		scene.dispatch({type: 'fold-toggled', itemKey: item.key});
	} else if (file !== undefined) {
		lookAtFile(scene, file);
	} else if (body.replyTo !== undefined && !body.isRecalled && item.delivery !== 'failed') {
		jumpToMessage(scene, body.replyTo.seq);
	} else if (stored !== undefined) {
		reply(scene, stored);
	}
};

const placeOf = ({seq, conversation}: TimelineItem): MessagePlace | undefined =>
	seq === undefined ? undefined : {conversation, seq};

/** `false` when the action is none of a message. */
export const actOnMessage = (
	scene: ChatScene,
	action: ActionName,
	chosen: ChosenMessage,
): boolean => {
	const {item, body} = chosen;
	const place = placeOf(item);
	const stored = place === undefined || body.isRecalled ? undefined : {...chosen, place};
	const act = storedActions[action];
	if (item.delivery === 'failed' && (action === 'open-message' || action === 'reply-to-message')) {
		askWhatToDo(scene, chosen);
	} else if (action === 'open-message') {
		open(scene, chosen, stored);
	} else if (action === 'copy-message') {
		copy(scene, body);
	} else if (action === 'open-link') {
		const file = fileOf(stored);
		if (file === undefined) {
			openFirstLink(scene, body);
		} else {
			openWithProgram(scene, file);
		}
	} else if (action === 'cancel-transfer') {
		cancelTransfer(scene, item);
	} else if (action === 'retry-message') {
		decideUnsent(scene, item, 'retry');
	} else if (action === 'hide-message' && place === undefined) {
		decideUnsent(scene, item, 'discard');
	} else if (action === 'hide-message' && place !== undefined) {
		hide(scene, place, body);
	} else if (act === undefined) {
		return false;
	} else if (stored !== undefined) {
		act(scene, stored);
	}

	return true;
};
