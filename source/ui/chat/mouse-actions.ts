/** The mouse in the main view: the wheel scrolls, a click opens, selects or focuses. */
import type {MouseEvent} from '../../terminal/input-events.ts';
import {isInside} from '../screen-layout.ts';
import {layoutSidebar, rowAt} from '../sidebar/sidebar-layout.ts';
import {conversationKey, sidebarRows} from '../sidebar/sidebar-rows.ts';
import {visibleRows} from '../timeline/scroll-state.ts';
import {type ChatScene, timelineOnScreen} from './chat-scene.ts';
import {openTarget} from './conversation-actions.ts';
import {scrollRows} from './scroll-actions.ts';
import {selectItem} from './select-actions.ts';

const wheelRows = 3;

const pressInSidebar = (scene: ChatScene, y: number): void => {
	const pane = scene.layout.sidebar;
	const {conversation, listCursor} = scene.chat;
	const open = conversation === undefined ? undefined : conversationKey(conversation);
	if (pane === undefined) {
		return;
	}

	const row = rowAt(layoutSidebar(sidebarRows(scene.state), pane, listCursor ?? open), y);
	if (row !== undefined) {
		openTarget(scene, row.target);
	}
};

const pressInTimeline = (scene: ChatScene, y: number): void => {
	const view = timelineOnScreen(scene);
	const top = scene.layout.conversation?.timeline.y ?? 0;
	const itemKey = view === undefined ? undefined : visibleRows(view).rows[y - top]?.itemKey;
	if (itemKey !== undefined) {
		selectItem(scene, itemKey);
	}
};

export const followMouse = (scene: ChatScene, event: MouseEvent): void => {
	const {layout, dispatch} = scene;
	const {action, button, x, y} = event;
	if (action === 'wheel-up' || action === 'wheel-down') {
		scrollRows(scene, action === 'wheel-up' ? -wheelRows : wheelRows);
	} else if (action === 'press' && button === 'left') {
		if (isInside(layout.sidebar, x, y)) {
			pressInSidebar(scene, y);
		} else if (isInside(layout.conversation?.timeline, x, y)) {
			pressInTimeline(scene, y);
		} else if (isInside(layout.conversation?.pane, x, y)) {
			dispatch({type: 'pane-focused', pane: 'composer'});
		}
	}
};
