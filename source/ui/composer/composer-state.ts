/** The composer as a pure reducer: text, cursor, undo, kill ring, history and completion. */
import {nextGrapheme, previousGrapheme} from '../../terminal/graphemes.ts';
import {stripControls} from '../../terminal/sanitize-text.ts';
import {cancelCompletion, complete} from './completion.ts';
import {redo, replaceRange, settle, transpose, undo} from './edit-text.ts';
import {kill, yank, yankOlder} from './kill-ring.ts';
import {moveRow, rememberSent} from './sent-history.ts';
import {lineEnd, lineStart, wordLeft, wordRight} from './text-positions.ts';

/** Something the person must be told about the last action; gone with the next one. */
export type ComposerNotice = {
	readonly kind: 'text-too-long';
	readonly lengthMax: number;
	/** UTF-16 code units that did not fit and were left out. */
	readonly droppedLength: number;
};

/** A word that Tab may put in; `text` includes what follows it (a blank). */
export type CompletionCandidate = {readonly text: string; readonly label: string};

export type CompletionState = {
	readonly candidates: readonly CompletionCandidate[];
	/** Which candidate stands in the text now. */
	readonly index: number;
	/** Where the completed word starts and what was typed there. */
	readonly start: number;
	readonly typed: string;
};

/** A text and the cursor in it, as undo brings them back. */
export type TextPoint = {readonly text: string; readonly cursor: number};

export type ComposerState = TextPoint & {
	/** `cursor` is a UTF-16 offset into `text`, always between graphemes; so is this maximum. */
	readonly lengthMax: number;
	readonly notice: ComposerNotice | undefined;
	/** Present while Tab cycles. */
	readonly completion: CompletionState | undefined;
	/** The column that moving over shorter rows aims for. */
	readonly column: number | undefined;
	/** What a following action of the same sort joins: one undo step, one killed text. */
	readonly run: 'typing' | 'deleting' | 'killing' | undefined;
	/** The text that `yank` has just put in, and which of `kills` it is. */
	readonly yanked: {readonly start: number; readonly index: number} | undefined;
	readonly past: readonly TextPoint[];
	readonly future: readonly TextPoint[];
	/** The newest is the last. */
	readonly kills: readonly string[];
	/** Sent texts, the newest last. */
	readonly history: readonly string[];
	/** Which sent text is shown instead of `unsent`. */
	readonly historyIndex: number | undefined;
	readonly unsent: string;
};

export type ComposerMove =
	| 'left'
	| 'right'
	| 'word-left'
	| 'word-right'
	| 'line-start'
	| 'line-end'
	| 'text-start'
	| 'text-end';

export type ComposerDelete =
	| 'grapheme-left'
	| 'grapheme-right'
	| 'word-left'
	| 'word-right'
	| 'line-start'
	| 'line-end';

export type ComposerAction =
	/** Typed text, `\n` for a new line. */
	| {readonly type: 'insert'; readonly text: string}
	/** Text of unknown origin: line ends made `\n`, control characters dropped. */
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'move'; readonly to: ComposerMove}
	/** One visual row up or down in a field of `width` cells; history beyond the first and last row. */
	| {readonly type: 'move-row'; readonly direction: 'up' | 'down'; readonly width: number}
	| {readonly type: 'delete'; readonly what: ComposerDelete}
	| {readonly type: 'transpose'}
	| {readonly type: 'yank'}
	| {readonly type: 'yank-older'}
	| {readonly type: 'undo'}
	| {readonly type: 'redo'}
	/** Starts with `candidates`, or moves on while a completion is running. */
	| {
			readonly type: 'complete';
			readonly direction: 'next' | 'previous';
			readonly candidates: readonly CompletionCandidate[];
	  }
	/** Puts back what was typed before Tab. */
	| {readonly type: 'cancel-completion'}
	/** Another draft: text in, cursor at its end, undo forgotten; history and killed texts stay. */
	| {readonly type: 'set-text'; readonly text: string}
	/** The text was sent: remembers it in the history and empties the composer. */
	| {readonly type: 'sent'; readonly isSecret?: boolean}
	/** Empties the composer in a way that undo brings back. */
	| {readonly type: 'clear'};

export const createComposer = (options: {lengthMax: number; text?: string}): ComposerState => {
	const text = options.text ?? '';
	return {
		text,
		cursor: text.length,
		lengthMax: options.lengthMax,
		notice: undefined,
		completion: undefined,
		column: undefined,
		run: undefined,
		yanked: undefined,
		past: [],
		future: [],
		kills: [],
		history: [],
		historyIndex: undefined,
		unsent: '',
	};
};

const findMoveTarget = ({text, cursor}: TextPoint, to: ComposerMove): number => {
	switch (to) {
		case 'left':
			return previousGrapheme(text, cursor);
		case 'right':
			return nextGrapheme(text, cursor);
		case 'word-left':
			return wordLeft(text, cursor);
		case 'word-right':
			return wordRight(text, cursor);
		case 'line-start':
			return lineStart(text, cursor);
		case 'line-end':
			return lineEnd(text, cursor);
		case 'text-start':
			return 0;
		case 'text-end':
			return text.length;
	}
};

const deleteText = (state: ComposerState, what: ComposerDelete): ComposerState => {
	const {cursor} = state;
	switch (what) {
		case 'grapheme-left': {
			const start = findMoveTarget(state, 'left');
			return replaceRange(state, {start, end: cursor, text: ''}, 'deleting');
		}

		case 'grapheme-right': {
			const end = findMoveTarget(state, 'right');
			return replaceRange(state, {start: cursor, end, text: ''}, 'deleting');
		}

		default: {
			const target = findMoveTarget(state, what);
			return kill(state, {start: Math.min(cursor, target), end: Math.max(cursor, target)});
		}
	}
};

const insert = (state: ComposerState, text: string, run: 'typing' | undefined): ComposerState =>
	replaceRange(state, {start: state.cursor, end: state.cursor, text: stripControls(text)}, run);

/** Returns `state` itself where nothing changes but what was to be forgotten. */
export const reduceComposer = (state: ComposerState, action: ComposerAction): ComposerState => {
	switch (action.type) {
		case 'insert':
			return insert(state, action.text, 'typing');
		case 'paste':
			return insert(state, action.text, undefined);
		case 'move':
			return {...settle(state), cursor: findMoveTarget(state, action.to)};
		case 'move-row':
			return moveRow(state, action);
		case 'delete':
			return deleteText(state, action.what);
		case 'transpose':
			return transpose(state);
		case 'yank':
			return yank(state);
		case 'yank-older':
			return yankOlder(state);
		case 'undo':
			return undo(state);
		case 'redo':
			return redo(state);
		case 'complete':
			return complete(state, action);
		case 'cancel-completion':
			return cancelCompletion(state);
		case 'set-text': {
			const {lengthMax} = state;
			const {kills, history} = state;
			return {...createComposer({lengthMax, text: action.text}), kills, history};
		}

		case 'sent':
			return rememberSent(state, action.isSecret ?? false);
		case 'clear':
			return replaceRange(state, {start: 0, end: state.text.length, text: ''});
	}
};
