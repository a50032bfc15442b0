/** The face of the headless client: everything that the screen, the scripts and the bots may do. */
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import type {Device, Member, Person} from '../protocol/entities.ts';
import type {Entry} from '../protocol/entries.ts';
import type {ClientState, TimelineState} from './state.ts';

export type Unsubscribe = () => void;

/**
 * A live window into one conversation. It follows the newest end until `loadOlder` has moved it
 * away, keeps at most a bounded number of items, and fetches from the server what is not in the
 * local copy. `getState` returns the same object until something has changed.
 */
export type Timeline = {
	getState(): TimelineState;
	subscribe(listener: () => void): Unsubscribe;
	/** Loads an older page; does nothing while one is loading or when there is none. */
	loadOlder(): void;
	loadNewer(): void;
	/** Back to the newest end. */
	jumpToEnd(): void;
	/** Shows the neighbourhood of `seq`. */
	jumpTo(seq: number): void;
	close(): void;
};

export type Client = {
	getState(): ClientState;
	/** Calls `listener` after each change of the state, at most once a tick. */
	subscribe(listener: () => void): Unsubscribe;
	/**
	 * Calls `listener` with every entry that continues a conversation, the first time this client
	 * stores it, in order within a log. `isCatchUp`: it was written while this client was away, or has
	 * been read elsewhere.
	 */
	onEntry(listener: (entry: Entry, info: {isCatchUp: boolean}) => void): Unsubscribe;

	/** Opens the connection and keeps it: reconnects, syncs, empties the outbox. */
	start(): void;
	/** Tries again now, instead of waiting for the backoff. */
	reconnect(): void;
	/** Closes the connection and the database. What is queued stays queued. */
	stop(): Promise<void>;
	/** Resolves once everything known at log-in is in the local copy; rejects when the client stops or `timeoutMs` passes. */
	whenSynced(timeoutMs?: number): Promise<void>;

	/** Pins the certificate that stopped the connection, and connects. */
	trustCertificate(fingerprint: string): void;

	/** Puts a message into the outbox and returns its id at once. @throws {ProtocolError} when it can never be sent */
	sendMessage(conversation: number, text: string, options?: {replyTo?: number}): string;
	/** Resolves with the message's `seq` when the server has stored it; rejects when it was refused. */
	whenSent(id: string, timeoutMs?: number): Promise<{seq: number; at: number}>;
	/** Sends a failed message again. */
	retryMessage(id: string): void;
	/** Removes a failed or queued message from the outbox and returns its text. */
	discardMessage(id: string): string | undefined;

	openTimeline(conversation: number): Timeline;
	saveDraft(conversation: number, text: string): void;
	/** Tells the server, at most a few times a second, that everything up to `seq` was seen. */
	markRead(conversation: number, seq: number): void;
	/** Call on every change of the composer; the engine limits how often it tells. */
	setTyping(conversation: number, typing: boolean): void;

	/** `@name` or `#group` → conversation id; opens a direct conversation if there is none. @throws {ProtocolError} `not-found` … */
	resolveTarget(target: string): Promise<number>;
	/** As `resolveTarget`, from the local copy alone. */
	findTarget(target: string): number | undefined;

	createGroup(name: string, members: readonly string[]): Promise<number>;
	joinGroup(name: string): Promise<number>;
	leaveGroup(conversation: number): Promise<void>;
	inviteMember(conversation: number, name: string): Promise<void>;
	removeMember(conversation: number, name: string): Promise<void>;
	/** All members, fetched page by page. */
	listMembers(conversation: number): Promise<readonly Member[]>;
	listPeople(query?: string): Promise<readonly Person[]>;
	listDevices(): Promise<readonly Device[]>;
	revokeDevice(device: number): Promise<void>;
	/** Logs this device (or all) out; the client stops with `signed-out`. Local history stays. */
	logOut(options?: {all?: boolean}): Promise<void>;

	/** Reads stored entries of one conversation, newest `limit`, fetching from the server what is missing. */
	readEntries(
		conversation: number,
		options: {limit: number; before?: number},
	): Promise<readonly Entry[]>;

	/** Sends any command of the protocol. @throws {ProtocolError} */
	request<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<CommandReply<Name>>;
};
