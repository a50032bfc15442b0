/** Moving through the messages. */
import {showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {scrollBy, scrolledToEnd, scrollToStart} from '../timeline/scroll-state.ts';
import {type ChatScene, timelineOnScreen} from './chat-scene.ts';

/** Rows that stay in view when a page is turned. */
const pageOverlap = 2;

/** Loading that failed is not tried again by itself: scrolling on is how a person asks for it. */
const loadAgain = ({timeline, session}: ChatScene, rows: number): void => {
	if (timeline?.error !== undefined) {
		const live = session.getTimeline();
		if (rows < 0) {
			live?.loadOlder();
		} else {
			live?.loadNewer();
		}
	}
};

export const scrollRows = (scene: ChatScene, rows: number): void => {
	const view = timelineOnScreen(scene);
	if (view !== undefined) {
		loadAgain(scene, rows);
		scene.dispatch({type: 'scrolled', scroll: scrollBy(view, rows)});
	}
};

export const scrollPages = (scene: ChatScene, pages: number): void => {
	const height = scene.layout.conversation?.timeline.height ?? 0;
	scrollRows(scene, pages * Math.max(1, height - pageOverlap));
};

export const scrollToOldest = (scene: ChatScene): void => {
	const view = timelineOnScreen(scene);
	if (view !== undefined) {
		scene.dispatch({type: 'scrolled', scroll: scrollToStart(view)});
	}
};

export const scrollToNewest = (scene: ChatScene): void => {
	scene.session.getTimeline()?.jumpToEnd();
	scene.dispatch({type: 'scrolled', scroll: scrolledToEnd});
};

/** Shows the message, also when it is older than what is loaded. */
export const jumpToMessage = (scene: ChatScene, seq: number): void => {
	if (!(scene.timeline?.items ?? []).some(item => item.seq === seq)) {
		scene.session.getTimeline()?.jumpTo(seq);
	}

	scene.dispatch({type: 'jump-started', seq});
};

/** To the "new" line, also when it is older than what is loaded. */
export const scrollToFirstUnread = (scene: ChatScene): void => {
	const {newAfterSeq} = scene.chat;
	if (newAfterSeq === undefined) {
		showNotice(scene.host, 'done', text.chat.noUnread);
		return;
	}

	jumpToMessage(scene, newAfterSeq + 1);
};
