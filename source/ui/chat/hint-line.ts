/** The row above the composer: the one thing that matters most there now. */
import type {ConnectionState} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import type {CompletionState, ComposerNotice} from '../composer/composer-state.ts';
import {blankLine, type Line, type LineSpan, line, span, truncateLine} from '../frame/line.ts';
import {text} from '../text.ts';
import type {Notice} from '../view-state.ts';

export type HintSource = {
	readonly completion: CompletionState | undefined;
	readonly composerNotice: ComposerNotice | undefined;
	readonly notice: Notice | undefined;
	/** Why older messages could not be fetched. */
	readonly timelineError: string | undefined;
	readonly isAtEnd: boolean;
	readonly endKey: string;
	/** Sanitized names of those who type here. */
	readonly typing: readonly string[];
	/** Why nothing can be written here. */
	readonly mayNotWrite: string | undefined;
	/** What the keys do with the chosen message. */
	readonly selection: string | undefined;
	/** Why the server does not let the account in. Sanitized. */
	readonly refusal: string | undefined;
};

/** `[alice]  albert  aldous`: the chosen one in brackets too, for eyes without colour. */
const completionLine = ({candidates, index}: CompletionState, width: number): Line => {
	const spans: LineSpan[] = candidates.map(({label}, place) =>
		place === index ? span('accent', `[${label}]`) : span('muted', ` ${label} `),
	);
	const start = Math.max(0, index - 2);
	return truncateLine({spans: spans.slice(start)}, width);
};

const noticeRole = {done: 'success', failed: 'error'} as const;
const noticeMark = {done: '✓', failed: '✗'} as const;

export const noticeText = (kind: Notice['kind'], words: string): string =>
	`${noticeMark[kind]} ${words}`;

/** What the server said when it did not let the account in. */
export const refusalOf = (connection: ConnectionState): string | undefined =>
	connection.status === 'offline' && connection.isRefused
		? sanitizeLine(connection.error ?? '')
		: undefined;

export const hintLine = (source: HintSource, width: number): Line => {
	const {completion, composerNotice, notice, timelineError, typing} = source;
	if (completion !== undefined && completion.candidates.length > 1) {
		return completionLine(completion, width);
	}

	if (composerNotice !== undefined) {
		const words = text.chat.textTooLong(composerNotice.droppedLength, composerNotice.lengthMax);
		return truncateLine(line(span('warning', words)), width);
	}

	if (notice !== undefined) {
		const {kind} = notice;
		return truncateLine(line(span(noticeRole[kind], noticeText(kind, notice.text))), width);
	}

	if (source.selection !== undefined) {
		return truncateLine(line(span('accent', source.selection)), width);
	}

	const trouble = source.refusal ?? timelineError;
	if (trouble !== undefined) {
		return truncateLine(line(span('error', noticeText('failed', trouble))), width);
	}

	if (!source.isAtEnd) {
		return truncateLine(line(span('accent', `↓ ${text.chat.newerBelow(source.endKey)}`)), width);
	}

	if (source.mayNotWrite !== undefined) {
		return truncateLine(line(span('warning', source.mayNotWrite)), width);
	}

	return typing.length === 0
		? blankLine
		: truncateLine(line(span('muted', text.chat.typing(typing))), width);
};
