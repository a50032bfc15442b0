/** Gives what a person does at the terminal to the part of the screen that has the focus. */

import {splitGraphemes} from '../../terminal/graphemes.ts';
import type {
	InputEvent,
	KeyEvent,
	MouseEvent,
	PasteEvent,
	TextEvent,
} from '../../terminal/input-events.ts';
import {chatLayer} from '../chat/chat-actions.ts';
import {readScene} from '../chat/chat-scene.ts';
import {followMouse} from '../chat/mouse-actions.ts';
import {dialogLayer} from '../dialogs/dialog-actions.ts';
import {homeLayer} from '../home/home-actions.ts';
import type {ActionName} from '../key-table.ts';
import {findAction} from '../keymap.ts';
import type {ScreenHost} from '../screen-host.ts';
import {signInLayer} from '../sign-in/sign-in-actions.ts';
import {trustLayer} from '../sign-in/trust-actions.ts';
import type {InputLayer} from './layer.ts';

/** A notice stands at least this long, however fast somebody types. */
const noticeDurationMsMin = 2_000;

const nothing: InputLayer = {
	contexts: ['global'],
	isTextField: false,
	act: () => false,
	write: () => undefined,
};

const currentLayer = (host: ScreenHost): InputLayer => {
	const {dialog, route} = host.view.getState();
	if (dialog !== undefined) {
		return dialogLayer(host, dialog);
	}

	switch (route.screen) {
		case 'home':
			return homeLayer(host, route);
		case 'trust':
			return trustLayer(host, route);
		case 'sign-in':
			return signInLayer(host, route);
		case 'chat': {
			const scene = readScene(host);
			return scene === undefined ? nothing : chatLayer(scene);
		}
	}
};

/** What a key does on every screen, unless the focus has its own use for it. */
const globalActions: Partial<Record<ActionName, (host: ScreenHost) => void>> = {
	'open-help': ({view}) =>
		view.dispatch({type: 'dialog-opened', dialog: {kind: 'help', offset: 0}}),
	redraw: host => host.redraw(),
	suspend: host => host.suspend(),
	quit: host => host.quit(),
	interrupt: host => host.quit(),
};

const handleKey = (host: ScreenHost, event: KeyEvent | TextEvent | PasteEvent): void => {
	const layer = currentLayer(host);
	if (event.type === 'text' && !layer.isTextField) {
		const characters = splitGraphemes(event.text);
		if (characters.length > 1) {
			// Each may be a key, and may move the focus for those after it.
			for (const character of characters) {
				handleKey(host, {type: 'text', text: character});
			}

			return;
		}
	}

	const action = findAction(host.keymap, event, layer.contexts);
	if (action !== undefined) {
		if (!layer.act(action)) {
			globalActions[action]?.(host);
		}
	} else if (event.type === 'text') {
		layer.write({type: 'insert', text: event.text});
	} else if (event.type === 'paste') {
		layer.write({type: 'paste', text: event.text});
	}
};

/** A notice goes with the first key after its time, unless that key made a new one. */
const handleKeyAndNotice = (host: ScreenHost, event: KeyEvent | TextEvent | PasteEvent): void => {
	const {notice} = host.view.getState();
	handleKey(host, event);
	if (
		notice !== undefined &&
		notice === host.view.getState().notice &&
		Date.now() - notice.shownAt >= noticeDurationMsMin
	) {
		host.view.dispatch({type: 'notice-dismissed'});
	}
};

const handleMouse = (host: ScreenHost, event: MouseEvent): void => {
	if (host.view.getState().dialog !== undefined) {
		const step = {'wheel-up': 'dialog-previous', 'wheel-down': 'dialog-next'} as const;
		if (event.action === 'wheel-up' || event.action === 'wheel-down') {
			currentLayer(host).act(step[event.action]);
		}

		return;
	}

	const scene = readScene(host);
	if (scene !== undefined) {
		followMouse(scene, event);
	}
};

const handleFocus = (host: ScreenHost, isFocused: boolean): void => {
	host.view.dispatch({type: 'terminal-focus-changed', isFocused});
	const scene = readScene(host);
	if (!isFocused && scene?.conversation?.unread === 0) {
		scene.dispatch({type: 'new-line-moved', readSeq: scene.conversation.readSeq});
	}
};

/** All events of one chunk at once; each sees what those before it have done. */
export const dispatchInput = (host: ScreenHost, events: readonly InputEvent[]): void => {
	host.view.batch(() => {
		for (const event of events) {
			switch (event.type) {
				case 'key':
				case 'text':
				case 'paste':
					handleKeyAndNotice(host, event);
					break;
				case 'mouse':
					handleMouse(host, event);
					break;
				case 'focus':
					handleFocus(host, event.isFocused);
					break;
				case 'reply':
					break;
			}
		}
	});
};
