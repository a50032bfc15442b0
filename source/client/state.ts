/** What a client knows, as plain immutable data. One writer: `applyX` functions; everybody else reads. */
import type {ConversationKind, Person, Presence, Profile, Role} from '../protocol/entities.ts';
import type {ErrorCode} from '../protocol/errors.ts';

export type {ConversationKind, Person, Presence, Profile, Role};

/** Why the client has stopped trying: something that only a person can decide. */
export type StopReason =
	/** Nobody has said yet that this server's certificate is the right one. */
	| {readonly code: 'certificate-unknown'; readonly fingerprint: string}
	/** The server shows another certificate than the one pinned. */
	| {readonly code: 'certificate-changed'; readonly fingerprint: string; readonly pinned: string}
	/** The device's token is void (logged out, revoked, account gone). */
	| {readonly code: 'signed-out'; readonly message: string}
	/** No common protocol version. */
	| {readonly code: 'unsupported-version'; readonly message: string};

export type ConnectionState =
	| {readonly status: 'offline'; readonly error?: string; readonly retryAt?: number}
	| {readonly status: 'connecting'}
	/** Connected; `isSyncing` until every head known at log-in has been fetched. */
	| {readonly status: 'online'; readonly isSyncing: boolean}
	| {readonly status: 'stopped'; readonly reason: StopReason};

/** One row of the contacts or groups pane. */
export type ConversationState = {
	readonly id: number;
	readonly kind: ConversationKind;
	/** What to show: the group's name without `#`, or the names of the others, `, ` between. */
	readonly name: string;
	readonly title: string | undefined;
	readonly role: Role;
	readonly memberCount: number;
	/** The others of a direct conversation, by account id; look them up in `people`. */
	readonly peers: readonly number[];
	/** Newest known `seq`. */
	readonly head: number;
	readonly readSeq: number;
	readonly unread: number;
	readonly mentions: number;
	/** How far all peers of a direct conversation have read; 0 in groups. */
	readonly peerReadSeq: number;
	/** When the newest entry was stored, or 0. */
	readonly lastAt: number;
	/** The account has left it, or was removed: readable, not writable. */
	readonly isLeft: boolean;
	/** What stands unsent in its composer. */
	readonly draft: string;
};

export type ClientState = {
	/** The account, known from the local database even when offline. */
	readonly account: Profile;
	/** `HOST:PORT` */
	readonly server: string;
	readonly serverName: string | undefined;
	readonly connection: ConnectionState;
	/** By conversation id. */
	readonly conversations: ReadonlyMap<number, ConversationState>;
	/** By account id: everybody this account has met, and the server's directory as far as known. */
	readonly people: ReadonlyMap<number, Person>;
	/** Conversation id → who types there now. */
	readonly typing: ReadonlyMap<number, readonly Profile[]>;
	/** Messages written here that the server has not acknowledged. */
	readonly queued: number;
	/** Of these, the ones that were refused and wait for a decision. */
	readonly failed: number;
	/** How often, since the client was opened, the server's history was reset and the local copy forgotten. */
	readonly historyResets?: number;
};

/** `sent` is on the server's disk; `read` by every peer of a direct conversation. */
export type Delivery = 'queued' | 'failed' | 'sent' | 'read';

/** One entry of a conversation as the timeline shows it: stored, or still in the outbox. */
export type TimelineItem = {
	/** Stable while the item is pending and after it is stored; usable as a React key and cache key. */
	readonly key: string;
	readonly conversation: number;
	/** `undefined` while in the outbox. */
	readonly seq: number | undefined;
	readonly id: string | undefined;
	readonly sender: Profile | undefined;
	readonly isOwn: boolean;
	readonly at: number;
	/** Only for own messages. */
	readonly delivery: Delivery | undefined;
	/** Why a failed message was refused, in words for people. */
	readonly error: string | undefined;
	readonly body:
		| {
				readonly kind: 'message-sent';
				readonly text: string;
				/** The answered message; its sender and text are absent while it is not in the local copy. */
				readonly replyTo:
					| {readonly seq: number; readonly sender?: string; readonly text?: string}
					| undefined;
				readonly isMentioned: boolean;
		  }
		| {
				readonly kind:
					| 'conversation-created'
					| 'member-joined'
					| 'member-left'
					| 'member-removed'
					| 'member-role-changed';
				readonly account: Profile | undefined;
				readonly by: Profile | undefined;
				readonly role: Role | undefined;
		  };
};

/** A window into one conversation, oldest item first. Immutable: every change makes a new one. */
export type TimelineState = {
	readonly conversation: number;
	readonly items: readonly TimelineItem[];
	/** Whether there is anything before the first item, here or on the server. */
	readonly hasOlder: boolean;
	/** Whether there is anything after the last item (only after jumping back). */
	readonly hasNewer: boolean;
	readonly isLoading: boolean;
	/** Why loading failed, in words for people. */
	readonly error: string | undefined;
};

/** A failure as a view shows it. */
export type ClientFailure = {
	readonly code: ErrorCode | 'offline' | 'timeout';
	readonly message: string;
};
