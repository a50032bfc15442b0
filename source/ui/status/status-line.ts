/** The last row of the screen: who and where, how the connection is, what waits, what keys help. */
import type {ClientState, ConnectionState, Transfer} from '../../client/state.ts';
import {truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {type Line, type LineSpan, line, lineWidth, span, spreadLine} from '../frame/line.ts';
import {isQuiet} from '../notifications/quiet-times.ts';
import {presenceMarks} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import type {Role} from '../theme.ts';

export type StatusSource = Pick<
	ClientState,
	| 'account'
	| 'server'
	| 'serverName'
	| 'connection'
	| 'queued'
	| 'failed'
	| 'presence'
	| 'preferences'
	| 'talkBan'
	| 'shutdown'
	| 'transfers'
>;

const transferNameWidth = 20;
/** Less of a reason than this tells nothing. */
const reasonWidthMin = 16;

export type KeyHint = {readonly key: string; readonly words: string};

const connectionLook = (state: ConnectionState): {mark: string; role: Role} => {
	switch (state.status) {
		case 'online':
			return state.isSyncing ? {mark: '◌', role: 'accent'} : {mark: '●', role: 'online'};
		case 'connecting':
			return {mark: '◌', role: 'accent'};
		case 'offline':
			return {mark: '○', role: 'warning'};
		case 'stopped':
			return {mark: '■', role: 'error'};
	}
};

export const hintSpans = (hints: readonly KeyHint[]): LineSpan[] =>
	hints.flatMap(({key, words}, index) => [
		span('key', `${index === 0 ? '' : '  '}${key}`),
		span('muted', ` ${words}`),
	]);

/** The most that fits: without the place, or without the name too, on a narrow screen. */
const fitting = (variants: readonly (readonly LineSpan[])[], width: number): Line =>
	variants.map(spans => line(...spans)).find(one => lineWidth(one) <= width) ??
	line(...(variants.at(-1) ?? []));

const separator = span('muted', ' · ');

/** What the account is to others and may do, the most urgent first. */
const standing = (
	{presence, preferences, talkBan, shutdown}: StatusSource,
	now: number,
): LineSpan[] => {
	const spans: LineSpan[] = [];
	const add = (role: Role, words: string) => spans.push(separator, span(role, words));
	if (shutdown !== undefined) {
		const reason = shutdown.reason === undefined ? undefined : sanitizeLine(shutdown.reason);
		add('error', text.status.shutdown(shutdown.at - now, reason));
	}

	if (talkBan !== undefined && (talkBan.until === undefined || talkBan.until > now)) {
		add(
			'error',
			text.status.talkBan(talkBan.until === undefined ? undefined : talkBan.until - now),
		);
	}

	if (isQuiet(preferences, now)) {
		const {quietUntil = 0} = preferences;
		add(
			'warning',
			text.status.quiet(quietUntil > now ? text.timeline.time(quietUntil) : undefined),
		);
	}

	if (presence !== 'online') {
		add(presence, `${presenceMarks[presence]} ${text.presence[presence]}`);
	}

	return spans;
};

/** `↑ plan.pdf ▓▓▓░░ 43% · 1.2 MiB/s`, or of several together how many they are. */
const transferSpans = (transfers: StatusSource['transfers']): LineSpan[] => {
	const moving = [...transfers.values()].filter(({status}) => status !== 'failed');
	const [first] = moving;
	if (first === undefined) {
		return [];
	}

	const sum = (pick: (transfer: Transfer) => number): number =>
		moving.reduce((total, transfer) => total + pick(transfer), 0);
	const whole: Transfer = {
		...first,
		status: moving.find(({status}) => status === 'running')?.status ?? first.status,
		bytes: sum(({bytes}) => bytes),
		size: sum(({size}) => size),
		bytesPerSecond: sum(({bytesPerSecond = 0}) => bytesPerSecond) || undefined,
	};
	const arrows = ['up', 'down'].filter(one => moving.some(({direction}) => direction === one));
	const mark = arrows.map(one => (one === 'up' ? '↑' : '↓')).join('');
	const name =
		moving.length === 1
			? truncateToWidth(sanitizeLine(first.name), transferNameWidth)
			: text.files.several(moving.length);
	return [separator, span('transfer', `${mark} ${name} ${text.timeline.transfer(whole)}`)];
};

/** Why there is no connection, as far as there is room for it. A refusal stands above the composer. */
const reasonSpans = (connection: ConnectionState, room: number): LineSpan[] =>
	connection.status !== 'offline' ||
	connection.isRefused ||
	connection.error === undefined ||
	room < reasonWidthMin
		? []
		: [separator, span('muted', truncateToWidth(sanitizeLine(connection.error), room))];

/** `now` is for the countdown to the next try. */
export const statusLine = (
	source: StatusSource,
	options: {width: number; now: number; hints: readonly KeyHint[]},
): Line => {
	const {account, server, serverName, connection, queued, failed} = source;
	const {mark, role} = connectionLook(connection);
	const name = span('title', ` ${sanitizeLine(account.name)}`);
	const place = span('muted', `@${sanitizeLine(serverName ?? server)}`);
	const state = [span(role, ` ${mark} ${text.connection(connection, options.now)}`)];
	if (queued > failed) {
		state.push(span('muted', ' · '), span('plain', text.status.queued(queued - failed)));
	}

	if (failed > 0) {
		state.push(span('muted', ' · '), span('error', text.status.failed(failed)));
	}

	state.push(...standing(source, options.now));
	const moving = transferSpans(source.transfers);
	const left = fitting(
		[[name, place, ...state, ...moving], [name, ...state, ...moving], [...state, ...moving], state],
		options.width,
	);
	const right = line(...hintSpans(options.hints), span('plain', ' '));
	const room = options.width - lineWidth(left) - lineWidth(right) - lineWidth(line(separator)) - 1;
	const reason = reasonSpans(connection, room);
	return spreadLine(line(...left.spans, ...reason), right, options.width);
};
