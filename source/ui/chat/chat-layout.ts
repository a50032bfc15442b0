/** The layout that belongs to a view state: worked out once per state, for drawing, scrolling and the mouse. */
import {type ComposerLayout, layoutComposer} from '../composer/composer-layout.ts';
import {
	composerRowsMax,
	composerWidth,
	layoutScreen,
	type ScreenLayout,
	type ScreenSize,
} from '../screen-layout.ts';
import type {ViewState} from '../view-state.ts';
import type {ChatState} from './chat-state.ts';

export type ChatLayout = ScreenLayout & {readonly composerText: ComposerLayout | undefined};

const emptyLayout = (size: ScreenSize): ChatLayout => ({
	sidebar: undefined,
	conversation: undefined,
	details: undefined,
	status: {x: 0, y: size.rows - 1, width: size.columns, height: 1},
	composerText: undefined,
});

const layoutChat = (chat: ChatState, size: ScreenSize): ChatLayout => {
	const {pane, details, composer, replyTo, editing, newestPin} = chat;
	const options = {
		size,
		pane,
		details,
		hasBanner: newestPin !== undefined,
		isReplying: replyTo !== undefined || editing !== undefined,
	};
	const width = composerWidth(options);
	const composerText = layoutComposer(composer, {width, rowsMax: composerRowsMax(size)});
	const screen = layoutScreen({...options, composerRows: composerText.rows.length});
	return {...screen, composerText};
};

const layouts = new WeakMap<ChatState, {size: ScreenSize; layout: ChatLayout}>();

/** Where everything stands now; nothing but the status bar while another screen is shown. */
export const currentLayout = ({route, size}: ViewState): ChatLayout => {
	if (route.screen !== 'chat') {
		return emptyLayout(size);
	}

	const known = layouts.get(route);
	if (known?.size === size) {
		return known.layout;
	}

	const layout = layoutChat(route, size);
	layouts.set(route, {size, layout});
	return layout;
};
