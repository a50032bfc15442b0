/** Choosing the message that keys act on. */
import type {TimelineItem} from '../../client/state.ts';
import {scrollBy, scrollToItem, type TimelineView, visibleRows} from '../timeline/scroll-state.ts';
import {type ChatScene, timelineOnScreen} from './chat-scene.ts';
import {scrollToNewest} from './scroll-actions.ts';

/** The messages that are loaded; joins and the like cannot be chosen. */
const messagesOf = ({timeline}: ChatScene): readonly TimelineItem[] =>
	(timeline?.items ?? []).filter(({body}) => body.kind === 'message-sent');

export const selectedMessage = (scene: ChatScene): TimelineItem | undefined =>
	messagesOf(scene).find(({key}) => key === scene.chat.selectedItem);

/** Scrolls as little as needed to bring all of the item into view. */
const bringIntoView = (view: TimelineView, itemKey: string): TimelineView['scroll'] => {
	const rowsOf = (one: TimelineView) => visibleRows(one).rows.map(row => row.itemKey);
	const shown = rowsOf(view);
	const isLastRow = shown.at(-1) === itemKey;
	if (shown.includes(itemKey) && !isLastRow) {
		return view.scroll;
	}

	const order = view.items.findIndex(({key}) => key === itemKey);
	const last = view.items.findIndex(({key}) => key === shown.findLast(key => key !== undefined));
	let current = view;
	for (
		let row = 0;
		order > last && row < view.height && !rowsOf(current).includes(itemKey);
		row++
	) {
		current = {...current, scroll: scrollBy(current, 1)};
	}

	return rowsOf(current).includes(itemKey) ? current.scroll : scrollToItem(view, itemKey);
};

const select = (scene: ChatScene, item: TimelineItem | undefined): void => {
	const view = timelineOnScreen(scene);
	if (item === undefined || view === undefined) {
		return;
	}

	scene.dispatch({type: 'pane-focused', pane: 'timeline'});
	scene.dispatch({type: 'item-selected', itemKey: item.key});
	scene.dispatch({type: 'scrolled', scroll: bringIntoView(view, item.key)});
};

/** Nothing happens when `itemKey` is not a message. */
export const selectItem = (scene: ChatScene, itemKey: string): void => {
	select(
		scene,
		messagesOf(scene).find(({key}) => key === itemKey),
	);
};

/** The newest message in view becomes the one that keys act on. */
export const selectNewest = (scene: ChatScene): void => {
	const view = timelineOnScreen(scene);
	const shown = new Set(view === undefined ? [] : visibleRows(view).rows.map(row => row.itemKey));
	select(
		scene,
		messagesOf(scene).findLast(({key}) => shown.has(key)),
	);
};

/** The first or last of all that are loaded. */
export const selectOutermost = (scene: ChatScene, end: 'oldest' | 'newest'): void => {
	select(scene, messagesOf(scene).at(end === 'oldest' ? 0 : -1));
};

/** Below the newest message stands the composer. */
export const selectNeighbour = (scene: ChatScene, step: 1 | -1): void => {
	const messages = messagesOf(scene);
	const index = messages.findIndex(({key}) => key === scene.chat.selectedItem);
	if (index === -1) {
		selectNewest(scene);
	} else if (step === 1 && index === messages.length - 1) {
		scene.dispatch({type: 'pane-focused', pane: 'composer'});
		scrollToNewest(scene);
	} else {
		select(scene, messages[index + step]);
	}
};
