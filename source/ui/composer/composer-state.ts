/** The composer as a pure reducer: text, cursor, undo, kill ring, history and completion. */

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

export type ComposerState = {
	readonly text: string;
	/** UTF-16 offset into `text`, always between graphemes. */
	readonly cursor: number;
	readonly lengthMax: number;
	readonly notice: ComposerNotice | undefined;
	/** Present while Tab cycles. */
	readonly completion: CompletionState | undefined;
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

export type ComposerKill =
	| 'grapheme-left'
	| 'grapheme-right'
	| 'word-left'
	| 'word-right'
	| 'whitespace-word-left'
	| 'line-start'
	| 'line-end';

export type ComposerAction =
	| {readonly type: 'insert'; readonly text: string}
	/** Text of unknown origin: line ends made `\n`, control characters dropped. */
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'move'; readonly to: ComposerMove}
	/** One visual row up or down at `width` cells; history beyond the first and last row. */
	| {readonly type: 'move-row'; readonly direction: 'up' | 'down'; readonly width: number}
	| {readonly type: 'delete'; readonly what: ComposerKill}
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
	/** Another draft: text in, cursor at its end, undo forgotten. */
	| {readonly type: 'set-text'; readonly text: string}
	/** The text was sent: remembers it in the history and empties the composer. */
	| {readonly type: 'sent'}
	/** Empties the composer in a way that undo brings back. */
	| {readonly type: 'clear'};

export const createComposer = (options: {lengthMax: number; text?: string}): ComposerState => ({
	text: options.text ?? '',
	cursor: (options.text ?? '').length,
	lengthMax: options.lengthMax,
	notice: undefined,
	completion: undefined,
});

export const reduceComposer = (state: ComposerState, _action: ComposerAction): ComposerState =>
	state;

/** The word before the cursor, for finding completion candidates. */
export const wordBeforeCursor = (
	state: ComposerState,
): {readonly word: string; readonly start: number} => ({word: '', start: state.cursor});
