/** Tells what was answered or happened: on the hint line, or in a window where it does not fit. */
import {cellWidth} from '../../terminal/cell-width.ts';
import {type ScreenHost, showNotice} from '../screen-host.ts';
import type {Notice} from '../view-state.ts';
import {currentLayout} from './chat-layout.ts';
import {noticeText} from './hint-line.ts';

/** Of a pane that is as wide as the screen. */
const frameColumns = 4;

export const fitsHintLine = ({view}: ScreenHost, kind: Notice['kind'], words: string): boolean => {
	const state = view.getState();
	const {width} = currentLayout(state).conversation?.hint ?? {
		width: state.size.columns - frameColumns,
	};
	return cellWidth(noticeText(kind, words)) <= width;
};

/**
 * A window takes no other one's place.
 *
 * @param told `title` (of the window) and `words` are sanitized; with `isKept` the line stands until a key is pressed
 */
export const tell = (
	host: ScreenHost,
	told: {kind: Notice['kind']; title: string; words: string; isKept?: boolean},
): void => {
	const {kind, title, words, isKept = false} = told;
	if (fitsHintLine(host, kind, words) || host.view.getState().dialog !== undefined) {
		showNotice(host, kind, words, {isKept});
		return;
	}

	host.view.dispatch({
		type: 'dialog-opened',
		dialog: {kind: 'output', title, lines: [words], offset: 0},
	});
};
