/** What `visibleRows` needs, put together from the view state, the layout and the open timeline. */
import type {ClientState, TimelineState} from '../../client/state.ts';
import type {ChatState} from '../chat/chat-state.ts';
import type {Rectangle} from '../screen-layout.ts';
import {text} from '../text.ts';
import type {TimelineView} from './scroll-state.ts';

export const timelineViewOf = (options: {
	timeline: TimelineState | undefined;
	chat: Pick<ChatState, 'scroll' | 'newAfterSeq' | 'unfolded'>;
	rectangle: Pick<Rectangle, 'width' | 'height'>;
	ownName: string;
	transfers: ClientState['transfers'];
}): TimelineView => ({
	items: options.timeline?.items ?? [],
	scroll: options.chat.scroll,
	height: options.rectangle.height,
	layout: {
		width: options.rectangle.width,
		readSeq: options.chat.newAfterSeq,
		ownName: options.ownName,
		texts: text.timeline,
		unfolded: options.chat.unfolded,
		transfers: options.transfers,
	},
});
