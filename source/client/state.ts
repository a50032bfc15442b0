/** What a client knows, as plain immutable data. One writer: `applyX` functions; everybody else reads. */
import type {
	ConversationKind,
	FileDescription,
	FileKind,
	Friendship,
	GroupSettings,
	Notifications,
	Person,
	Preferences,
	Presence,
	Profile,
	Restriction,
	Role,
} from '../protocol/entities.ts';
import type {ErrorCode} from '../protocol/errors.ts';

export type {
	ConversationKind,
	FileDescription,
	FileKind,
	Friendship,
	GroupSettings,
	Notifications,
	Person,
	Preferences,
	Presence,
	Profile,
	Restriction,
	Role,
};

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
	| {
			readonly status: 'offline';
			/** Why, in words for people. */
			readonly error?: string;
			readonly retryAt?: number;
			/** The server lets the account in no more for now; `error` is what it said. */
			readonly isRefused?: true;
	  }
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
	/** What a group's admins set; `undefined` for direct conversations. */
	readonly settings: GroupSettings | undefined;
	/** Names the group's picture for `fetch-picture`. */
	readonly picture: string | undefined;
	readonly role: Role;
	/** This account may not write here. */
	readonly muted: Restriction | undefined;
	/** What this account wants to be rung for. */
	readonly notifications: Notifications;
	/** `seq` of the pinned messages, the newest pin last. */
	readonly pins: readonly number[];
	readonly memberCount: number;
	/** The others of a direct conversation, by account id; look them up in `people`. */
	readonly peers: readonly number[];
	/** Newest known `seq`. */
	readonly head: number;
	readonly readSeq: number;
	readonly unread: number;
	readonly mentions: number;
	/** Who wrote most of the unread, as the server told at log-in. */
	readonly unreadFrom: readonly {readonly account: Profile; readonly count: number}[];
	/** How far all peers of a direct conversation have read; 0 in groups. */
	readonly peerReadSeq: number;
	/** How far a device of every peer of a direct conversation has received; 0 in groups. */
	readonly peerDeliveredSeq: number;
	/** Everything up to this `seq` was removed by age. */
	readonly trimmedSeq: number;
	/** What is older is removed; 0: nothing. */
	readonly retentionMs: number;
	/** When the newest entry was stored, or 0. */
	readonly lastAt: number;
	/** The account has left it, or was removed: readable, not writable. */
	readonly isLeft: boolean;
	/** What stands unsent in its composer. */
	readonly draft: string;
};

export type ClientState = {
	/** The account and its profile, known from the local database even when offline. */
	readonly account: Person;
	/** What the person chose to be seen as. */
	readonly presence: Presence;
	readonly preferences: Preferences;
	/** The account may not write anywhere. */
	readonly talkBan: Restriction | undefined;
	/** By account id. */
	readonly friends: ReadonlyMap<number, Friendship>;
	/** Account ids. */
	readonly blocked: ReadonlySet<number>;
	/** The server will stop then. */
	readonly shutdown: {readonly at: number; readonly reason: string | undefined} | undefined;
	/** What the server said when it last ended the connection for somebody's reason, in words for people. */
	readonly farewell?: {readonly at: number; readonly reason: string};
	/** `HOST:PORT` */
	readonly server: string;
	readonly serverName: string | undefined;
	readonly connection: ConnectionState;
	/** By conversation id. */
	readonly conversations: ReadonlyMap<number, ConversationState>;
	/** By account id: everybody this account has met, and the server's directory as far as known. */
	readonly people: ReadonlyMap<number, Person>;
	/** Conversation id → who has brought this account in, until somebody looked there; from the start of the client. */
	readonly broughtInto: ReadonlyMap<number, Profile>;
	/** Conversation id → who types there now. */
	readonly typing: ReadonlyMap<number, readonly Profile[]>;
	/** Messages written here that the server has not acknowledged. */
	readonly queued: number;
	/** Of these, the ones that were refused and wait for a decision. */
	readonly failed: number;
	/** The conversations that those were written to. */
	readonly failedIn: ReadonlySet<number>;
	/** Files on their way now, and those that failed, by key. */
	readonly transfers: ReadonlyMap<string, Transfer>;
	/** How often, since the client was opened, the server's history was reset and the local copy forgotten. */
	readonly historyResets?: number;
	/** The file that holds the messages of the copy that was forgotten last. */
	readonly keptHistory?: string | undefined;
};

/** `sent` is on the server's disk; `delivered` on a device of, and `read` by, every peer of a direct conversation. */
export type Delivery = 'queued' | 'failed' | 'sent' | 'delivered' | 'read';

/** One emoji on a message: who gave it, in the order of giving. */
export type Reaction = {
	readonly emoji: string;
	readonly accounts: readonly Profile[];
	readonly isOwn: boolean;
};

/** The file of a message; of one that is still here, `id` is absent until it was looked at. */
export type MessageFile = Omit<FileDescription, 'id'> & {readonly id: string | undefined};

/** A file on its way to the server (`up`) or from it (`down`). */
export type Transfer = {
	/** The message's id for `up`, `CONVERSATION:SEQ` for `down`. */
	readonly key: string;
	readonly direction: 'up' | 'down';
	readonly conversation: number;
	readonly name: string;
	/** `waiting` for its turn or a connection; `preparing`: it is looked at; `checking`: it is compared with its id. */
	readonly status: 'waiting' | 'preparing' | 'running' | 'checking' | 'failed';
	/** Bytes done, of `size`. */
	readonly bytes: number;
	readonly size: number;
	/** `undefined` until measured. */
	readonly bytesPerSecond: number | undefined;
	/** Why it failed, in words for people. */
	readonly error: string | undefined;
};

/** A message as it stands now, after all that was done to it. */
export type MessageBody = {
	readonly kind: 'message-sent';
	/** Empty once it was recalled. */
	readonly text: string;
	/** The answered message; its sender and text are absent while it is not in the local copy. */
	readonly replyTo:
		| {readonly seq: number; readonly sender?: string; readonly text?: string}
		| undefined;
	readonly isMentioned: boolean;
	/** `/me`: the text tells what the sender does. */
	readonly isAction: boolean;
	/** Absent once it was recalled. */
	readonly file: MessageFile | undefined;
	/** Who wrote it, when that was not the sender. */
	readonly forwarded: {readonly sender: string; readonly at: number} | undefined;
	readonly isRecalled: boolean;
	/** When it was edited last. */
	readonly editedAt: number | undefined;
	readonly reactions: readonly Reaction[];
	readonly isPinned: boolean;
	/** Its sender is blocked: shown folded. */
	readonly isFolded: boolean;
};

/** Something that happened in the conversation and is no message. */
export type NoticeBody = {
	readonly kind:
		| 'conversation-created'
		| 'member-joined'
		| 'member-left'
		| 'member-removed'
		| 'member-role-changed'
		| 'member-banned'
		| 'member-unbanned'
		| 'member-muted'
		| 'member-unmuted'
		| 'group-changed'
		| 'group-deleted'
		| 'message-pinned'
		| 'retention-changed'
		/** At the top: what was said before was removed by age. Stands in no log. */
		| 'history-trimmed';
	readonly account: Profile | undefined;
	readonly by: Profile | undefined;
	readonly role: Role | undefined;
	/** How long a mute or ban holds; absent: without end, or no such notice. */
	readonly until?: number;
	readonly reason?: string;
	/** Of `group-changed`: what changed. */
	readonly changes?: Partial<GroupSettings> & {readonly picture?: string};
	/** Of `retention-changed` and `history-trimmed`; 0: messages are kept for ever. */
	readonly retentionMs?: number;
	/** Of `message-pinned`. */
	readonly pin?: {readonly message: number; readonly isOn: boolean};
};

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
	readonly body: MessageBody | NoticeBody;
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
