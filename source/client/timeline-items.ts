/** Entries and outbox rows → what a timeline shows. */

import type {StoredEntry} from './database/entry-table.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import {isSeq, readMembership, readMessage, readPin, readRestriction} from './entry-content.ts';
import type {OutgoingFile} from './files/outgoing-file.ts';
import {foldMessage, mentionsAccount} from './message-fold.ts';
import {messageWords} from './message-words.ts';
import type {
	ConversationState,
	Delivery,
	MessageBody,
	MessageFile,
	NoticeBody,
	Person,
	Profile,
	Reaction,
	TimelineItem,
} from './state.ts';

/** What an item needs beside its entry. */
export type ItemSurroundings = {
	readonly account: number;
	/** How far all peers of a direct conversation have read. */
	readonly peerReadSeq: number;
	/** How far a device of every peer has received. */
	readonly peerDeliveredSeq: number;
	/** Account ids. */
	readonly blocked: ReadonlySet<number>;
	person(id: number): Person | undefined;
	/** An entry of the same conversation, if it is in the local copy. */
	find(seq: number): StoredEntry | undefined;
	/** What was done to the messages from `first` to `last`, both included. */
	changes(first: number, last: number): MessageChanges;
};

export type MessageChanges = {
	/** By the `seq` of the message that they change. */
	readonly modifiers: ReadonlyMap<number, readonly StoredEntry[]>;
	readonly hidden: ReadonlySet<number>;
};

/** Of an answered message, what fits on a line or two. */
const quoteLengthMax = 200;

const noticeKinds: ReadonlySet<string> = new Set<NoticeBody['kind']>([
	'conversation-created',
	'member-joined',
	'member-left',
	'member-removed',
	'member-role-changed',
	'member-banned',
	'member-unbanned',
	'member-muted',
	'member-unmuted',
	'group-changed',
	'group-deleted',
	'message-pinned',
	'retention-changed',
]);

const profileOf = (surroundings: ItemSurroundings, id: number | undefined): Profile | undefined => {
	const person = id === undefined ? undefined : surroundings.person(id);
	return person === undefined ? undefined : {id: person.id, name: person.name};
};

const quote = (surroundings: ItemSurroundings, seq: number | undefined): MessageBody['replyTo'] => {
	if (seq === undefined) {
		return undefined;
	}

	const entry = surroundings.find(seq);
	const {modifiers, hidden} = surroundings.changes(seq, seq);
	const folded =
		entry === undefined || hidden.has(seq)
			? undefined
			: foldMessage(entry, modifiers.get(seq) ?? []);
	const file = folded?.isRecalled === false ? entry && readMessage(entry.content)?.file : undefined;
	const text = folded && messageWords({text: folded.text, file});
	const sender = profileOf(surroundings, entry?.sender)?.name;
	return {
		seq,
		...(sender === undefined ? {} : {sender}),
		...(text === undefined ? {} : {text: text.slice(0, quoteLengthMax)}),
	};
};

const reactionsOf = (
	given: readonly {readonly emoji: string; readonly accounts: readonly number[]}[],
	surroundings: ItemSurroundings,
): Reaction[] =>
	given.map(({emoji, accounts}) => ({
		emoji,
		accounts: accounts.map(id => profileOf(surroundings, id) ?? {id, name: ''}),
		isOwn: accounts.includes(surroundings.account),
	}));

const messageBody = (
	entry: StoredEntry,
	surroundings: ItemSurroundings,
	{modifiers, hidden}: MessageChanges,
): MessageBody | undefined => {
	const folded = foldMessage(entry, modifiers.get(entry.seq) ?? []);
	const sent = readMessage(entry.content);
	if (folded === undefined || sent === undefined || hidden.has(entry.seq)) {
		return undefined;
	}

	const {forwarded} = sent;
	return {
		kind: 'message-sent',
		text: folded.text,
		replyTo: quote(surroundings, sent.replyTo),
		isMentioned:
			entry.sender !== surroundings.account && mentionsAccount(folded, surroundings.account),
		isAction: sent.isAction ?? false,
		file: folded.isRecalled ? undefined : sent.file,
		forwarded: forwarded && {sender: forwarded.sender.name, at: forwarded.at},
		isRecalled: folded.isRecalled,
		editedAt: folded.editedAt,
		reactions: reactionsOf(folded.reactions, surroundings),
		isPinned: folded.isPinned,
		isFolded: entry.sender !== undefined && surroundings.blocked.has(entry.sender),
	};
};

const noticeBody = ({kind, content}: StoredEntry): NoticeBody | undefined => {
	const pin = kind === 'message-pinned' ? readPin(content) : undefined;
	if (!noticeKinds.has(kind) || (kind === 'message-pinned' && pin?.isOn !== true)) {
		return undefined;
	}

	const {until, reason} = readRestriction(content);
	const changes = content as NonNullable<NoticeBody['changes']>;
	return {
		kind: kind as NoticeBody['kind'],
		...readMembership(content),
		...(until === undefined ? {} : {until}),
		...(reason === undefined ? {} : {reason}),
		...(kind === 'group-changed' ? {changes} : {}),
		...(kind === 'retention-changed' && isSeq(content.retentionMs)
			? {retentionMs: content.retentionMs}
			: {}),
		...(pin === undefined ? {} : {pin}),
	};
};

/** How far the peers have come. */
export type PeerProgress = Pick<ItemSurroundings, 'peerReadSeq' | 'peerDeliveredSeq'>;

export const deliveryOf = (
	seq: number,
	{peerReadSeq, peerDeliveredSeq}: PeerProgress,
): Delivery => {
	if (seq <= peerReadSeq) {
		return 'read';
	}

	return seq <= peerDeliveredSeq ? 'delivered' : 'sent';
};

/** `undefined` for an entry that this version has nothing to show for. */
export const itemOfEntry = (
	entry: StoredEntry,
	surroundings: ItemSurroundings,
	changes: MessageChanges = surroundings.changes(entry.seq, entry.seq),
): TimelineItem | undefined => {
	const body =
		entry.kind === 'message-sent' ? messageBody(entry, surroundings, changes) : noticeBody(entry);
	if (body === undefined) {
		return undefined;
	}

	const isOwn = entry.sender === surroundings.account;
	const isOwnMessage = isOwn && body.kind === 'message-sent';
	return {
		// Only own messages were shown before they had a `seq`; nobody can give two items one key.
		key: isOwnMessage && entry.id !== undefined ? entry.id : `seq:${entry.seq}`,
		conversation: entry.log,
		seq: entry.seq,
		id: entry.id,
		sender: profileOf(surroundings, entry.sender),
		isOwn,
		at: entry.at,
		delivery: isOwnMessage ? deliveryOf(entry.seq, surroundings) : undefined,
		error: undefined,
		body,
	};
};

/** What stands at the top of a conversation whose beginning was removed by age. */
export const itemOfBeginning = (
	{id, trimmedSeq, retentionMs}: ConversationState,
	at: number,
): TimelineItem => ({
	key: `trimmed:${trimmedSeq}:${retentionMs}`,
	conversation: id,
	// Before the first.
	seq: 0,
	id: undefined,
	sender: undefined,
	isOwn: false,
	at,
	delivery: undefined,
	error: undefined,
	body: {
		kind: 'history-trimmed',
		account: undefined,
		by: undefined,
		role: undefined,
		retentionMs,
	},
});

const outboxDelivery = ({seq, error}: OutboxRow): Delivery => {
	if (error !== undefined) {
		return 'failed';
	}

	return seq === undefined ? 'queued' : 'sent';
};

/** Until it was looked at, only its name and size are known. */
const outgoingFile = ({description, name, size}: OutgoingFile): MessageFile =>
	description ?? {id: undefined, name, size, kind: 'file', type: 'application/octet-stream'};

export const itemOfOutbox = (row: OutboxRow, surroundings: ItemSurroundings): TimelineItem => ({
	key: row.id,
	conversation: row.conversation,
	seq: undefined,
	id: row.id,
	sender: profileOf(surroundings, surroundings.account),
	isOwn: true,
	at: row.at,
	delivery: outboxDelivery(row),
	error: row.error,
	body: {
		kind: 'message-sent',
		text: row.text,
		replyTo: quote(surroundings, row.replyTo),
		isMentioned: false,
		isAction: row.isAction ?? false,
		file: row.file && outgoingFile(row.file),
		forwarded: undefined,
		isRecalled: false,
		editedAt: undefined,
		reactions: [],
		isPinned: false,
		isFolded: false,
	},
});
