/** The face of the headless client: everything that the screen, the scripts and the bots may do. */
import type {Pixels} from '../media/file-facts.ts';
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import type {Device, Member, Person} from '../protocol/entities.ts';
import type {Entry} from '../protocol/entries.ts';
import type {ClientState, FileKind, TimelineItem, TimelineState} from './state.ts';

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

/** Names a stored message. */
export type MessagePlace = {readonly conversation: number; readonly seq: number};

export type SendOptions = {
	readonly replyTo?: number;
	/** `/me`: the text tells what the sender does. */
	readonly isAction?: boolean;
	/** The message that this one passes on. */
	readonly forwards?: MessagePlace;
};

export type SendFileOptions = SendOptions & {
	/** The file was made for this message: it is removed when the message is on the server, or taken back. */
	readonly isTemporary?: boolean;
};

/** An entry of the local copy, and what a timeline shows for it: nothing for what is hidden or changes another one. */
export type StoredItem = {readonly entry: Entry; readonly item: TimelineItem | undefined};

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
	sendMessage(conversation: number, text: string, options?: SendOptions): string;
	/**
	 * Sends a file of this computer as a message, and returns the message's id at once: `whenSent` tells when it is on
	 * the server. A cut or a restart costs only what was under way. `text` is the caption.
	 *
	 * @throws {ClientError} `local-file` when there is no such file
	 */
	sendFile(conversation: number, path: string, text?: string, options?: SendFileOptions): string;
	/** Whether `sendFile` could send them all. @throws {ClientError} `local-file` about the first that cannot */
	checkFiles(paths: readonly string[]): void;
	/**
	 * Fetches the file of a message and resolves with its path: in `target` (a folder, or a path that nothing has), or
	 * without it in a place where it can be looked at for a while. Goes on after a cut; with `target` after a restart too.
	 */
	fetchFile(message: MessagePlace, target?: string): Promise<string>;
	/** Ends a transfer of `state.transfers`, or takes a failed one off; a message that is not sent yet goes with its file. */
	cancelTransfer(key: string): void;
	/** The files of a conversation, the newest first, from before `before`. */
	listFiles(
		conversation: number,
		options?: {readonly kind?: FileKind; readonly before?: number; readonly limit?: number},
	): Promise<CommandReply<'list-files'>>;
	/** A picture as pixels (red, green, blue, opacity), no larger than the box; `undefined` for what is none. */
	readPixels(
		source: string | Uint8Array,
		box: {readonly width: number; readonly height: number},
	): Promise<Pixels | undefined>;

	/** Resolves with the message's `seq` when the server has stored it; rejects when it was refused. */
	whenSent(id: string, timeoutMs?: number): Promise<{seq: number; at: number}>;
	/** Sends a failed message again. */
	retryMessage(id: string): void;
	/** Removes a failed or queued message from the outbox and returns its text. */
	discardMessage(id: string): string | undefined;

	/** Changes an own message that is on the server. These five need a connection. @throws {ProtocolError | ClientError} */
	editMessage(message: MessagePlace, text: string): Promise<void>;
	/** Takes the text back for everyone; a tombstone stays. */
	recallMessage(message: MessagePlace): Promise<void>;
	/** Hides the message from this account, on all its devices. */
	hideMessage(message: MessagePlace): Promise<void>;
	reactToMessage(message: MessagePlace, emoji: string, isOn: boolean): Promise<void>;
	pinMessage(message: MessagePlace, isOn: boolean): Promise<void>;
	/** The message that people name by its id, or by `^` (the newest), `^2` … @throws {ProtocolError} `not-found`, `bad-payload` */
	findMessage(conversation: number, reference: string): Promise<TimelineItem>;
	/** A message of the local copy as it stands now; `undefined` when it is not here or hidden. */
	readMessage(message: MessagePlace): TimelineItem | undefined;
	/** What an edited message said before, the oldest first, from the local copy. */
	listVersions(message: MessagePlace): readonly {readonly at: number; readonly text: string}[];
	/** Messages of the local copy that hold all the words, the newest first. */
	searchMessages(
		words: string,
		options?: {readonly conversation?: number; readonly limit?: number},
	): readonly TimelineItem[];

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

	/** The direct conversation with exactly these people, made if there is none. */
	openDirect(names: readonly string[]): Promise<number>;
	createGroup(name: string, members: readonly string[]): Promise<number>;
	/** By its name, or by the code of an invitation, or by both. */
	joinGroup(name: string | undefined, code?: string): Promise<number>;
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
	/** Copies the page before the local copy of a conversation; resolves with whether there was one. @throws {ProtocolError | ClientError} */
	fetchOlder(conversation: number): Promise<boolean>;
	/** Whether the local copy holds all that the server keeps of the conversation, as far as it has told. */
	isWhole(conversation: number): boolean;
	/** The oldest `limit` entries of the local copy after `after`. */
	readStored(conversation: number, options: {limit: number; after: number}): readonly StoredItem[];

	/** Sends any command of the protocol. @throws {ProtocolError} */
	request<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<CommandReply<Name>>;
};
