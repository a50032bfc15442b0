/** What every view may need, handed down once: the view state, the look, the keys, the account. */
import {createContext, useContext} from 'react';
import type {GraphicsSupport} from '../terminal/graphics/graphics-support.ts';
import type {ChatSession} from './chat/chat-session.ts';
import type {Keymap} from './keymap.ts';
import type {Theme} from './theme.ts';
import {useSelected} from './use-selected.ts';
import type {ViewState, ViewStore} from './view-state.ts';

/** How pictures get onto this terminal beside its cells. */
export type PictureTerminal = {
	/** As far as the terminal has told until now. */
	support(): GraphicsSupport;
	send(sequence: string): void;
	redraw(): void;
};

export type Ui = {
	readonly view: ViewStore;
	readonly theme: Theme;
	readonly keymap: Keymap;
	readonly pictures: PictureTerminal;
	/** The account on the screen; there is one while the route is `chat`. */
	getChat(): ChatSession | undefined;
};

const UiContext = createContext<Ui | undefined>(undefined);
export const UiProvider = UiContext.Provider;

const ChatContext = createContext<ChatSession | undefined>(undefined);
export const ChatProvider = ChatContext.Provider;

const present = <Value>(value: Value | undefined, name: string): Value => {
	if (value === undefined) {
		throw new Error(`This view stands outside its ${name}.`);
	}

	return value;
};

export const useUi = (): Ui => present(useContext(UiContext), 'UiProvider');

export const useTheme = (): Theme => useUi().theme;

export const useView = <Selected>(
	select: (state: ViewState) => Selected,
	isEqual?: (left: Selected, right: Selected) => boolean,
): Selected => useSelected(useUi().view, select, isEqual);

export const useChat = (): ChatSession => present(useContext(ChatContext), 'ChatProvider');
