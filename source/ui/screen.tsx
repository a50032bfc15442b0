/** Puts the parts together: the view state, Ink, the terminal's input, and the account on the screen. */
import {render} from 'ink';
import type {TerminalSession} from '../terminal/enter-terminal.ts';
import {afterPaint} from './after-paint.ts';
import {App} from './app.tsx';
import {attendChat} from './chat/attend-chat.ts';
import {readScene, timelineOnScreen} from './chat/chat-scene.ts';
import {type ChatSession, createChatSession} from './chat/chat-session.ts';
import {createChatState} from './chat/chat-state.ts';
import {cursorPosition} from './cursor-position.ts';
import {dispatchInput} from './input/dispatch-input.ts';
import {createKeymap, type KeyOverrides} from './keymap.ts';
import {createStore} from './observable-store.ts';
import {attempt, type ScreenHost, showNotice} from './screen-host.ts';
import type {UiServices} from './services.ts';
import type {Theme} from './theme.ts';
import {type VisiblePicture, visiblePictures} from './timeline/visible-pictures.ts';
import {createViewState, reduceView, type ViewAction, type ViewState} from './view-state.ts';
import {PictureLayer} from './viewer/picture-layer.ts';

/** The part of a terminal session that a screen is drawn on. */
export type ScreenTerminal = Pick<
	TerminalSession,
	'frames' | 'idleInput' | 'painter' | 'onInput' | 'send' | 'suspend' | 'graphics'
>;

export type Screen = {
	readonly host: ScreenHost;
	/** Draws for the first time: the state that was reached until then. */
	show(): void;
	/** Stops drawing and following the account, which `host.closeChat` then closes. */
	hide(): void;
};

/** Keeps at most one account on the screen. */
const createChatHolder = (getHost: () => ScreenHost) => {
	let chat: ChatSession | undefined;
	let stopAttending = (): void => undefined;

	const leave = (): ChatSession | undefined => {
		stopAttending();
		stopAttending = () => undefined;
		const left = chat;
		chat = undefined;
		return left;
	};

	return {
		get: () => chat,
		leave,
		enter(session: ChatSession) {
			chat = session;
			getHost().view.dispatch({type: 'route-opened', route: createChatState()});
			stopAttending = attendChat(getHost());
			// The network waits for the first picture.
			afterPaint(() => {
				if (chat === session) {
					session.client.start();
				}
			});
		},
	};
};

/** Nothing while a dialog stands in front of the messages. */
const picturesInView = (host: ScreenHost): readonly VisiblePicture[] => {
	const scene = host.view.getState().dialog === undefined ? readScene(host) : undefined;
	const view = scene && timelineOnScreen(scene);
	const rectangle = scene?.layout.conversation?.timeline;
	return view === undefined || rectangle === undefined ? [] : visiblePictures(view, rectangle);
};

export const createScreen = (options: {
	terminal: ScreenTerminal;
	services: UiServices;
	theme: Theme;
	keyOverrides?: KeyOverrides;
	onQuit: () => void;
	/** A view has failed: there is nothing left to show. */
	onFailure: (error: unknown) => void;
}): Screen => {
	const {terminal, services, theme, keyOverrides, onQuit, onFailure} = options;
	const {frames, painter} = terminal;
	const view = createStore<ViewState, ViewAction>(
		reduceView,
		createViewState({columns: frames.columns, rows: frames.rows}),
	);
	const {keymap, problems} = createKeymap(keyOverrides);
	const holder = createChatHolder(() => host);

	const host: ScreenHost = {
		view,
		services,
		keymap,
		getChat: holder.get,
		openChat(client) {
			const before = holder.leave();
			holder.enter(createChatSession(client));
			if (before !== undefined) {
				attempt(host, () => before.close());
			}
		},
		async closeChat() {
			await holder.leave()?.close();
		},
		sendToTerminal: terminal.send,
		redraw: painter.redraw,
		suspend: terminal.suspend,
		quit: onQuit,
	};

	const onResize = () => {
		view.dispatch({type: 'resized', size: {columns: frames.columns, rows: frames.rows}});
	};

	const moveCursor = () => {
		const client = holder.get()?.client.getState();
		painter.setCursor(cursorPosition(view.getState(), {keymap, client}));
	};

	let stop = (): void => undefined;
	return {
		host,
		show() {
			frames.on('resize', onResize);
			const stopInput = terminal.onInput(events => dispatchInput(host, events));
			const stopCursor = view.subscribe(moveCursor);
			const pictures = {
				support: terminal.graphics,
				send: terminal.send,
				redraw: () => painter.redraw(),
			};
			const layer = new PictureLayer({
				terminal: pictures,
				client: () => holder.get()?.client,
				visible: () => picturesInView(host),
			});
			painter.onPainted(rows => layer.painted(rows));
			const ui = {view, theme, keymap, pictures, getChat: holder.get};
			const instance = render(<App ui={ui} />, {
				// Ink takes any streams; its types ask for those of Node's own process.
				stdout: frames as unknown as NodeJS.WriteStream,
				stdin: terminal.idleInput as unknown as NodeJS.ReadStream,
				// Each frame is handed over whole: the painter finds out what has changed.
				debug: true,
				interactive: true,
				exitOnCtrlC: false,
				patchConsole: false,
			});
			instance.waitUntilExit().catch(onFailure);
			moveCursor();
			const [problem] = problems;
			if (problem !== undefined) {
				showNotice(host, 'failed', problem);
			}

			stop = () => {
				frames.off('resize', onResize);
				stopInput();
				stopCursor();
				instance.unmount();
			};
		},
		hide: () => stop(),
	};
};
