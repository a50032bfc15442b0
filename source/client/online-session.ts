/** What lives as long as one logged-in connection: sync, fetching, and the server's events. */
import type {Conversation} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {ServerEvent} from '../protocol/events.ts';
import {
	applyHistoryTrimmed,
	applyPersonChanged,
	applyPresenceChanged,
	applyReaderMoved,
	applyShutdownAnnounced,
} from './apply/apply-signal.ts';
import {Arrivals} from './arrivals.ts';
import {ClientError, messageOf} from './client-error.ts';
import type {Connection} from './connection.ts';
import type {CopyTrimmer} from './copy-trimmer.ts';
import type {FileService} from './files/file-service.ts';
import {sayHello} from './greeting.ts';
import type {FollowUp, Inbound} from './inbound.ts';
import {LogFetcher} from './log-fetcher.ts';
import type {Outbox} from './outbox.ts';
import {createPatientRequester, type Requester} from './patient-request.ts';
import {plainLine} from './plain-line.ts';
import type {ReadMarkers} from './read-markers.ts';
import type {Replica} from './replica.ts';
import {startEpoch} from './start-epoch.ts';
import {Sync} from './sync.ts';
import type {TypingSignals} from './typing-signals.ts';

export type OnlineSession = {
	readonly request: Requester;
	readonly fetcher: LogFetcher;
	/** Takes a conversation that a reply has told; its entries follow. */
	meet(conversation: Conversation): void;
};

export type OnlineSessionOptions = {
	readonly connection: Connection;
	readonly replica: Replica;
	readonly inbound: Inbound;
	readonly outbox: Outbox;
	readonly files: FileService;
	readonly readMarkers: ReadMarkers;
	readonly copyTrimmer: CopyTrimmer;
	readonly typing: TypingSignals;
	readonly heartbeatMs: number | undefined;
	/** The server has said that it will be away for so long, and perhaps why. */
	onStopping(comeBackMs: number, reason: string | undefined): void;
};

const asError = (error: unknown): Error =>
	error instanceof Error ? error : new Error(messageOf(error));

/** Logs in with the device's token; returns the history's epoch. @throws {ProtocolError | ClientError} */
const logIn = async ({connection, replica, heartbeatMs}: OnlineSessionOptions): Promise<string> => {
	const hello = await sayHello(connection);
	connection.startHeartbeat(heartbeatMs ?? hello.heartbeatMs);
	const {account} = replica.database;
	const token = account.read()?.token ?? undefined;
	if (token === undefined) {
		throw new ProtocolError('token-invalid', 'This device is logged out.');
	}

	try {
		const {epoch} = await connection.request('resume', {token});
		account.setServerName(hello.server.name);
		replica.show(draft => draft.patch({serverName: hello.server.name}));
		return epoch;
	} catch (error) {
		if (error instanceof ProtocolError && error.code === 'token-invalid') {
			account.dropToken(token);
		}

		throw error;
	}
};

const sayFarewell = (replica: Replica, reason: string): void =>
	replica.show(draft => draft.patch({farewell: {at: Date.now(), reason}}));

const handleEvent = (
	event: ServerEvent,
	session: OnlineSessionOptions,
	resync: () => void,
): void => {
	const {replica, inbound, typing, connection, copyTrimmer, onStopping} = session;
	switch (event.event) {
		case 'entry-appended':
			inbound.push(event.body);
			break;
		case 'presence-changed':
			replica.show(draft => applyPresenceChanged(draft, event.body));
			break;
		case 'reader-moved':
			replica.change(draft => applyReaderMoved(draft, event.body));
			break;
		case 'history-trimmed':
			replica.change(draft => applyHistoryTrimmed(draft, event.body));
			copyTrimmer.trim(event.body.conversation);
			break;
		case 'person-changed':
			replica.change(draft => applyPersonChanged(draft, event.body));
			break;
		case 'shutdown-announced':
			replica.show(draft => applyShutdownAnnounced(draft, event.body));
			break;
		case 'session-kicked': {
			const reason = plainLine(event.body.reason ?? 'An admin ended this connection.');
			sayFarewell(replica, reason);
			connection.close(new ClientError('offline', reason));
			break;
		}
		case 'typing-changed':
			typing.applyTypingChanged(event.body);
			break;
		case 'sync-needed':
			resync();
			break;
		case 'server-stopping': {
			const {comeBackMs, reason} = event.body;
			const told = reason === undefined ? undefined : `The server stops: ${plainLine(reason)}`;
			onStopping(comeBackMs, told);
			if (told !== undefined) {
				sayFarewell(replica, told);
			}

			break;
		}
		case 'session-ended': {
			const token = replica.database.account.read()?.token;
			if (typeof token === 'string') {
				replica.database.account.dropToken(token);
			}

			const reason = plainLine(event.body.reason ?? 'This device was logged out.');
			connection.close(new ProtocolError('token-invalid', reason));
			break;
		}
	}
};

/**
 * Logs in and starts to sync; events are taken from before the heads are read, so that nothing falls
 * between. A failure of the work that follows ends the connection, and the next one does it again.
 */
export const openSession = async (options: OnlineSessionOptions): Promise<OnlineSession> => {
	const {connection, replica, inbound, outbox, files, readMarkers, copyTrimmer} = options;
	const fail = (error: unknown): void => connection.close(asError(error));
	const request = createPatientRequester(connection);
	const showSyncing = (isSyncing: boolean): void => {
		replica.show(draft => draft.patch({connection: {status: 'online', isSyncing}}));
	};

	let syncsUnderWay = 0;
	const run = async (sync: Sync): Promise<void> => {
		syncsUnderWay += 1;
		showSyncing(true);
		try {
			await sync.run();
			syncsUnderWay -= 1;
			showSyncing(syncsUnderWay > 0);
		} catch (error) {
			fail(error);
		}
	};

	let sync: Sync | undefined;
	connection.onEvent = event => {
		try {
			handleEvent(event, options, () => sync && void run(sync));
		} catch (error) {
			fail(error);
		}
	};
	const epoch = await logIn(options);
	const isFilling = replica.epoch !== epoch || replica.store.getState().conversations.size === 0;
	if (replica.epoch !== epoch) {
		startEpoch(replica, epoch);
	}

	const arrivals = new Arrivals({replica, request, onFailure: fail}, {isFilling});
	const stopNoting = inbound.onEntry((entry, info) => arrivals.note(entry, info));
	void connection.closed.then(stopNoting);
	const fetcher = new LogFetcher({replica, inbound, request, epoch});
	const started = new Sync({
		replica,
		fetcher,
		request,
		onTold({id, readSeq}) {
			readMarkers.compare(id, readSeq);
			copyTrimmer.trim(id);
		},
		onListed() {
			outbox.start((...args) => connection.request(...args), fail);
			files.start(request, fail);
		},
	});
	const handle = async (followUp: FollowUp): Promise<void> => {
		await started.followUp(followUp);
		for (const conversation of followUp.refresh) {
			arrivals.noteOwn(conversation);
		}
	};

	const meet = async (conversation: Conversation): Promise<void> => {
		await started.meet(conversation);
		arrivals.noteOwn(conversation.id);
	};

	inbound.handleFollowUps({
		onFollowUp: followUp => void handle(followUp).catch(fail),
		onFailure: fail,
	});
	sync = started;
	void run(started).then(() => arrivals.noteSynced());
	return {
		request,
		fetcher,
		meet: conversation => void meet(conversation).catch(fail),
	};
};
