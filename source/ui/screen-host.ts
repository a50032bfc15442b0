/** What the actions of every screen work with: the state, the program's services, the terminal. */
import type {Client} from '../client/client-api.ts';
import type {ChatSession} from './chat/chat-session.ts';
import {failureText} from './failure-text.ts';
import type {Keymap} from './keymap.ts';
import type {UiServices} from './services.ts';
import type {Notice, ViewStore} from './view-state.ts';

export type ScreenHost = {
	readonly view: ViewStore;
	readonly services: UiServices;
	readonly keymap: Keymap;
	/** The account on the screen; there is one while the route is `chat`. */
	getChat(): ChatSession | undefined;
	/** Starts the client and shows it. The account shown before, if any, is closed. */
	openChat(client: Client): void;
	/** Stops the client; queued messages stay in its database. */
	closeChat(): Promise<void>;
	/** Sends a control sequence that draws nothing, such as one for the clipboard. */
	sendToTerminal(sequence: string): void;
	redraw(): void;
	suspend(): void;
	quit(): void;
};

/** A failure stands longer than good news: it has to be understood. */
const durationMs = {done: 5_000, failed: 15_000} as const;

/** `isKept`: it stands until somebody has pressed a key. */
export const showNotice = (
	{view}: ScreenHost,
	kind: Notice['kind'],
	words: string,
	{isKept = false}: {isKept?: boolean} = {},
): void => {
	const notice: Notice = {kind, text: words, shownAt: Date.now(), isKept};
	view.dispatch({type: 'notice-shown', notice});
	if (isKept) {
		return;
	}

	const dismiss = () => {
		if (view.getState().notice === notice) {
			view.dispatch({type: 'notice-dismissed'});
		}
	};
	setTimeout(dismiss, durationMs[kind]).unref();
};

/** Something new was done: what was said of the last thing would look as if it were about this one. */
export const dropNotice = ({view}: ScreenHost): void => {
	if (view.getState().notice?.isKept === false) {
		view.dispatch({type: 'notice-dismissed'});
	}
};

/** Runs work that a person asked for in the main view; a failure is told where they look. */
export const attempt = (host: ScreenHost, work: () => Promise<unknown>): void => {
	const fail = (error: unknown) => showNotice(host, 'failed', failureText(error));
	try {
		work().catch(fail);
	} catch (error) {
		fail(error);
	}
};
