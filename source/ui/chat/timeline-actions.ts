/** What the keys do while a message is chosen: reply, copy, send again, throw away. */
import type {TimelineItem} from '../../client/state.ts';
import {copySequence} from '../../terminal/clipboard.ts';
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import {attempt, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import type {ChatScene} from './chat-scene.ts';
import {selectedMessage, selectNeighbour, selectOutermost} from './select-actions.ts';

const reply = (scene: ChatScene, item: TimelineItem): void => {
	if (item.delivery === 'failed' && item.id !== undefined && item.body.kind === 'message-sent') {
		const {id, error, body} = item;
		scene.host.view.dispatch({
			type: 'dialog-opened',
			dialog: {kind: 'failed-message', id, text: body.text, error, cursor: 0},
		});
	} else if (item.seq !== undefined && item.body.kind === 'message-sent') {
		const {seq, sender, body} = item;
		scene.dispatch({
			type: 'reply-started',
			replyTo: {seq, sender: sender?.name ?? '', text: body.text},
		});
	}
};

const copy = ({host}: ChatScene, item: TimelineItem): void => {
	const sequence = item.body.kind === 'message-sent' ? copySequence(item.body.text) : undefined;
	if (sequence === undefined) {
		showNotice(host, 'failed', text.chat.copyTooLong);
	} else {
		host.sendToTerminal(sequence);
		showNotice(host, 'done', text.chat.copied);
	}
};

/** Only a message that is not on the server yet can be taken back. */
const decideFailed = (scene: ChatScene, item: TimelineItem, what: 'retry' | 'discard'): void => {
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

const actOnMessage = (scene: ChatScene, action: ActionName, item: TimelineItem): boolean => {
	switch (action) {
		case 'reply-to-message':
			reply(scene, item);
			return true;
		case 'copy-message':
			copy(scene, item);
			return true;
		case 'retry-message':
			decideFailed(scene, item, 'retry');
			return true;
		case 'discard-message':
			decideFailed(scene, item, 'discard');
			return true;
		default:
			return false;
	}
};

const actInTimeline = (scene: ChatScene, action: ActionName): boolean => {
	switch (action) {
		case 'select-older':
			selectNeighbour(scene, -1);
			return true;
		case 'select-newer':
			selectNeighbour(scene, 1);
			return true;
		case 'select-oldest':
			selectOutermost(scene, 'oldest');
			return true;
		case 'select-newest':
			selectOutermost(scene, 'newest');
			return true;
		default: {
			const item = selectedMessage(scene);
			return item !== undefined && actOnMessage(scene, action, item);
		}
	}
};

/** Typing anything that is no key here goes on in the composer. */
export const timelineLayer = (
	scene: ChatScene,
	writeInComposer: InputLayer['write'],
): InputLayer => ({
	contexts: contextStacks.timeline,
	isTextField: false,
	act: action => actInTimeline(scene, action),
	write: writeInComposer,
});
