/** Tells somebody who looks elsewhere that messages came which they want to hear of. */
import type {Client} from '../../client/client-api.ts';
import type {ConnectionState} from '../../client/state.ts';
import type {Entry} from '../../protocol/entries.ts';
import {runBellCommand} from '../../terminal/bell-command.ts';
import {noticeSequence, type TerminalNotice} from '../../terminal/notify-terminal.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {messageNotice, summaryNotice, unreadSummary} from '../notifications/notice-words.ts';
import {shouldRing} from '../notifications/should-ring.ts';
import {type ScreenHost, showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import {chatOf} from '../view-state.ts';

/** A burst of messages rings once, and once more for all that followed. */
const ringIntervalMsMin = 5_000;
/** What was missed while away is told together, when it has come. */
const catchUpDelayMs = 500;

/** What has not been rung for yet, of one conversation. */
type Waiting = {readonly count: number; readonly newest: Entry; readonly isCatchUp: boolean};

/** Shows the notice outside, with the terminal's bell or the sound that the person has chosen. */
const createRing = (host: ScreenHost, env: NodeJS.ProcessEnv) => {
	const command = env.CHAT_TUI_BELL_COMMAND ?? '';
	let hasFailed = false;
	const fail = (reason: string): void => {
		if (!hasFailed) {
			hasFailed = true;
			showNotice(host, 'failed', text.notifications.bellFailed(sanitizeLine(reason)));
		}
	};

	return (notice: TerminalNotice): void => {
		host.sendToTerminal(noticeSequence(notice, env, {hasBell: command === ''}));
		runBellCommand(command, fail);
	};
};

const isSyncing = (connection: ConnectionState): boolean =>
	connection.status === 'online' && connection.isSyncing;

/** Shows once a connection what waits, by the counts that the server tells first. */
const createUnreadTeller = (host: ScreenHost, client: Client): (() => void) => {
	let isTold = false;
	return () => {
		const state = client.getState();
		if (state.connection.status !== 'online') {
			isTold = false;
			return;
		}

		const isCounted = [...state.conversations.values()].some(one => one.unreadFrom.length > 0);
		if (isTold || !isCounted) {
			return;
		}

		isTold = true;
		const summary = unreadSummary(state, Date.now());
		if (summary !== '') {
			showNotice(host, 'done', text.notifications.waiting(summary));
		}
	};
};

/** Tells of each new friend request, and how to answer it. */
const createRequestTeller = (host: ScreenHost, client: Client): (() => void) => {
	const askingOf = () => {
		const {friends, people} = client.getState();
		const asking = [...friends].filter(([, friendship]) => friendship === 'asking');
		return new Map(asking.map(([id]) => [id, people.get(id)?.name]));
	};

	let known = askingOf();
	return () => {
		const asking = askingOf();
		for (const [id, name] of asking) {
			if (!known.has(id) && name !== undefined) {
				showNotice(host, 'done', text.notifications.friendRequest(sanitizeLine(name)));
			}
		}

		known = asking;
	};
};

/** Tells of each group that somebody else has brought this account into. */
const createArrivalTeller = (host: ScreenHost, client: Client): (() => void) => {
	let known = client.getState().broughtInto;
	return () => {
		const {broughtInto, conversations} = client.getState();
		for (const [id, by] of broughtInto) {
			const group = conversations.get(id)?.name;
			if (!known.has(id) && group !== undefined) {
				const words = text.notifications.broughtInto(sanitizeLine(by.name), sanitizeLine(group));
				showNotice(host, 'done', words);
			}
		}

		known = broughtInto;
	};
};

/** Rings at once, or gathers what comes too soon after, and what was missed, into one summary. */
const createAnnouncer = (host: ScreenHost, client: Client, ring: (one: TerminalNotice) => void) => {
	const waiting = new Map<number, Waiting>();
	let rungAt = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;

	/** Who looks at the screen sees there what was missed. */
	const isWanted = (entry: Entry, isCatchUp: boolean): boolean => {
		const view = host.view.getState();
		const {isTerminalFocused} = view;
		const watched = isTerminalFocused ? chatOf(view)?.conversation : undefined;
		return (
			!(isCatchUp && isTerminalFocused) &&
			shouldRing(entry, client.getState(), {now: Date.now(), watched})
		);
	};

	const ringWaiting = (): void => {
		timer = undefined;
		const state = client.getState();
		if (isSyncing(state.connection)) {
			schedule(catchUpDelayMs);
			return;
		}

		const unseen = [...waiting.values()].filter(one => isWanted(one.newest, one.isCatchUp));
		waiting.clear();
		const [first] = unseen;
		if (first === undefined) {
			return;
		}

		rungAt = Date.now();
		const count = unseen.reduce((sum, one) => sum + one.count, 0);
		ring(
			count === 1
				? messageNotice(first.newest, state.conversations)
				: summaryNotice(count, unseen.length),
		);
	};

	const schedule = (delayMs: number): void => {
		timer ??= setTimeout(ringWaiting, delayMs).unref();
	};

	return {
		note(entry: Entry, isCatchUp: boolean): void {
			if (!isWanted(entry, isCatchUp)) {
				return;
			}

			const restMs = rungAt + ringIntervalMsMin - Date.now();
			const count = (waiting.get(entry.log)?.count ?? 0) + 1;
			waiting.set(entry.log, {count, newest: entry, isCatchUp});
			if (isCatchUp || restMs > 0) {
				schedule(Math.max(catchUpDelayMs, restMs));
			} else if (timer === undefined) {
				ringWaiting();
			}
		},
		stop: () => clearTimeout(timer),
	};
};

/** Follows the client until it is told to stop. `env` is the environment of the terminal. */
export const announceMessages = (
	host: ScreenHost,
	client: Client,
	env: NodeJS.ProcessEnv = process.env,
): (() => void) => {
	const announcer = createAnnouncer(host, client, createRing(host, env));
	const tellUnread = createUnreadTeller(host, client);
	const tellRequests = createRequestTeller(host, client);
	const unsubscribers = [
		client.onEntry((entry, {isCatchUp}) => announcer.note(entry, isCatchUp)),
		client.subscribe(tellUnread),
		client.subscribe(tellRequests),
		client.subscribe(createArrivalTeller(host, client)),
	];
	return () => {
		announcer.stop();
		for (const unsubscribe of unsubscribers) {
			unsubscribe();
		}
	};
};
