/** What the keys do while a message is chosen. */
import type {InputLayer} from '../input/layer.ts';
import {type ActionName, contextStacks} from '../key-table.ts';
import type {ChatScene} from './chat-scene.ts';
import {actOnMessage} from './message-actions.ts';
import {listPins} from './pin-actions.ts';
import {selectedMessage, selectNeighbour, selectOutermost} from './select-actions.ts';

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
		case 'list-pins':
			listPins(scene);
			return true;
		default: {
			const item = selectedMessage(scene);
			return (
				item?.body.kind === 'message-sent' && actOnMessage(scene, action, {item, body: item.body})
			);
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
