/** Everything the screen knows that the client does not: one value, changed by one reducer. */
import {type ChatAction, type ChatState, reduceChat} from './chat/chat-state.ts';
import {type Dialog, type DialogAction, reduceDialog} from './dialogs/dialog-state.ts';
import {createHomeState, type HomeAction, type HomeState, reduceHome} from './home/home-state.ts';
import type {Store} from './observable-store.ts';
import type {ScreenSize} from './screen-layout.ts';
import {reduceSignIn, type SignInAction, type SignInState} from './sign-in/sign-in-state.ts';

/** The certificate of a server that was never seen, or another one than before: ask, or stop. */
export type TrustState = {
	readonly screen: 'trust';
	readonly server: string;
	readonly fingerprint: string;
	readonly pinned: string | undefined;
};

/** One line about what was just done, or why it failed; its time, or a key that comes later, takes it away. */
export type Notice = {
	readonly kind: 'done' | 'failed';
	readonly text: string;
	/** Milliseconds since 1970. */
	readonly shownAt: number;
	/** Nothing but a key takes it away. */
	readonly isKept?: boolean;
};

export type ViewState = {
	readonly size: ScreenSize;
	/** Whether the terminal's window has the focus, as far as it tells. */
	readonly isTerminalFocused: boolean;
	readonly route: HomeState | TrustState | SignInState | ChatState;
	readonly dialog: Dialog | undefined;
	readonly notice: Notice | undefined;
};

export type ViewAction =
	| {readonly type: 'resized'; readonly size: ScreenSize}
	| {readonly type: 'terminal-focus-changed'; readonly isFocused: boolean}
	| {readonly type: 'route-opened'; readonly route: ViewState['route']}
	| {readonly type: 'dialog-opened'; readonly dialog: Dialog}
	| {readonly type: 'dialog-closed'}
	| {readonly type: 'notice-shown'; readonly notice: Notice}
	| {readonly type: 'notice-dismissed'}
	| {readonly type: 'home'; readonly action: HomeAction}
	| {readonly type: 'sign-in'; readonly action: SignInAction}
	| {readonly type: 'chat'; readonly action: ChatAction}
	| {readonly type: 'dialog'; readonly action: DialogAction};

export type ViewStore = Store<ViewState, ViewAction>;

export const createViewState = (size: ScreenSize): ViewState => ({
	size,
	isTerminalFocused: true,
	route: createHomeState(),
	dialog: undefined,
	notice: undefined,
});

/** The main view's part; `undefined` while another screen is shown. */
export const chatOf = ({route}: ViewState): ChatState | undefined =>
	route.screen === 'chat' ? route : undefined;

/** An action for a screen that has gone meanwhile changes nothing. */
export const reduceView = (state: ViewState, action: ViewAction): ViewState => {
	const {route, dialog} = state;
	switch (action.type) {
		case 'resized':
			return {...state, size: action.size};
		case 'terminal-focus-changed':
			return {...state, isTerminalFocused: action.isFocused};
		case 'route-opened':
			return {...state, route: action.route, dialog: undefined, notice: undefined};
		case 'dialog-opened':
			return {...state, dialog: action.dialog};
		case 'dialog-closed':
			return dialog === undefined ? state : {...state, dialog: undefined};
		case 'notice-shown':
			return {...state, notice: action.notice};
		case 'notice-dismissed':
			return state.notice === undefined ? state : {...state, notice: undefined};
		case 'home':
			return route.screen === 'home' ? {...state, route: reduceHome(route, action.action)} : state;
		case 'sign-in':
			return route.screen === 'sign-in'
				? {...state, route: reduceSignIn(route, action.action)}
				: state;
		case 'chat':
			return route.screen === 'chat' ? {...state, route: reduceChat(route, action.action)} : state;
		case 'dialog':
			return dialog === undefined ? state : {...state, dialog: reduceDialog(dialog, action.action)};
	}
};
