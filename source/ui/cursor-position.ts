/** Where the terminal's own cursor stands, so that input methods open there. */
import {currentLayout} from './chat/chat-layout.ts';
import {type DialogSource, dialogPanel} from './dialogs/dialog-panel.ts';
import {panelCursor} from './frame/panel.ts';
import {routePanel} from './route-panel.ts';
import {isTooSmall} from './screen-layout.ts';
import {chatOf, type ViewState} from './view-state.ts';

export type CursorPosition = {readonly x: number; readonly y: number};

/** The cell at which the next character appears; `undefined` where nothing can be typed. */
export const cursorPosition = (
	state: ViewState,
	source: Pick<DialogSource, 'keymap' | 'client'>,
): CursorPosition | undefined => {
	const {size, dialog} = state;
	if (isTooSmall(size)) {
		return undefined;
	}

	if (dialog?.kind === 'viewer') {
		return undefined;
	}

	if (dialog !== undefined) {
		return panelCursor(
			dialogPanel(dialog, {...source, size, open: chatOf(state)?.conversation}),
			size,
		);
	}

	const panel = routePanel(state, {keymap: source.keymap, now: 0});
	if (panel !== undefined) {
		return panelCursor(panel, size);
	}

	const {conversation, composerText} = currentLayout(state);
	if (
		conversation === undefined ||
		composerText === undefined ||
		chatOf(state)?.pane !== 'composer'
	) {
		return undefined;
	}

	const {x, y} = conversation.composer;
	return {x: x + composerText.cursor.x, y: y + composerText.cursor.y};
};
