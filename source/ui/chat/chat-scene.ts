/** Everything the actions of the main view look at, read at one moment. */
import type {Client} from '../../client/client-api.ts';
import type {ClientState, ConversationState, TimelineState} from '../../client/state.ts';
import type {ScreenHost} from '../screen-host.ts';
import type {TimelineView} from '../timeline/scroll-state.ts';
import {timelineViewOf} from '../timeline/timeline-view-of.ts';
import {chatOf} from '../view-state.ts';
import {type ChatLayout, currentLayout} from './chat-layout.ts';
import type {ChatSession} from './chat-session.ts';
import type {ChatAction, ChatState} from './chat-state.ts';

export type ChatScene = {
	readonly host: ScreenHost;
	readonly session: ChatSession;
	readonly client: Client;
	readonly state: ClientState;
	readonly chat: ChatState;
	readonly layout: ChatLayout;
	/** The open conversation. */
	readonly conversation: ConversationState | undefined;
	readonly timeline: TimelineState | undefined;
	dispatch(action: ChatAction): void;
};

/** `undefined` while another screen is shown. */
export const readScene = (host: ScreenHost): ChatScene | undefined => {
	const view = host.view.getState();
	const chat = chatOf(view);
	const session = host.getChat();
	if (chat === undefined || session === undefined) {
		return undefined;
	}

	const state = session.client.getState();
	const {conversation} = chat;
	return {
		host,
		session,
		client: session.client,
		state,
		chat,
		layout: currentLayout(view),
		conversation: conversation === undefined ? undefined : state.conversations.get(conversation),
		timeline: session.timelineState.getState(),
		dispatch: action => host.view.dispatch({type: 'chat', action}),
	};
};

/** The message list as it is drawn now; `undefined` while it is not on the screen. */
export const timelineOnScreen = (scene: ChatScene): TimelineView | undefined => {
	const rectangle = scene.layout.conversation?.timeline;
	return rectangle === undefined
		? undefined
		: timelineViewOf({
				timeline: scene.timeline,
				chat: scene.chat,
				rectangle,
				ownName: scene.state.account.name,
				transfers: scene.state.transfers,
			});
};
