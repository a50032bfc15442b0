/** Entries and outbox rows → what a timeline shows. */

import type {StoredEntry} from './database/entry-table.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import {isMention, readMembership, readMessage} from './entry-content.ts';
import type {Delivery, Person, Profile, TimelineItem} from './state.ts';

/** What an item needs beside its entry. */
export type ItemSurroundings = {
	readonly account: number;
	/** How far all peers of a direct conversation have read. */
	readonly peerReadSeq: number;
	person(id: number): Person | undefined;
	/** An entry of the same conversation, if it is in the local copy. */
	find(seq: number): StoredEntry | undefined;
};

/** Of an answered message, what fits on a line or two. */
const quoteLengthMax = 200;

type MessageBody = Extract<TimelineItem['body'], {kind: 'message-sent'}>;
type MembershipBody = Exclude<TimelineItem['body'], {kind: 'message-sent'}>;

const membershipKinds: ReadonlySet<string> = new Set<MembershipBody['kind']>([
	'conversation-created',
	'member-joined',
	'member-left',
	'member-removed',
	'member-role-changed',
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
	const text = entry === undefined ? undefined : readMessage(entry.content)?.text;
	const sender = profileOf(surroundings, entry?.sender)?.name;
	return {
		seq,
		...(sender === undefined ? {} : {sender}),
		...(text === undefined ? {} : {text: text.slice(0, quoteLengthMax)}),
	};
};

const bodyOf = (
	{kind, content}: StoredEntry,
	surroundings: ItemSurroundings,
): TimelineItem['body'] | undefined => {
	if (kind === 'message-sent') {
		const message = readMessage(content);
		return message === undefined
			? undefined
			: {
					kind,
					text: message.text,
					replyTo: quote(surroundings, message.replyTo),
					isMentioned: isMention(content, surroundings.account),
				};
	}

	return membershipKinds.has(kind)
		? {kind: kind as MembershipBody['kind'], ...readMembership(content)}
		: undefined;
};

export const deliveryOf = (seq: number, peerReadSeq: number): Delivery =>
	seq <= peerReadSeq ? 'read' : 'sent';

/** `undefined` for an entry that this version has nothing to show for. */
export const itemOfEntry = (
	entry: StoredEntry,
	surroundings: ItemSurroundings,
): TimelineItem | undefined => {
	const body = bodyOf(entry, surroundings);
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
		delivery: isOwnMessage ? deliveryOf(entry.seq, surroundings.peerReadSeq) : undefined,
		error: undefined,
		body,
	};
};

const outboxDelivery = ({seq, error}: OutboxRow): Delivery => {
	if (error !== undefined) {
		return 'failed';
	}

	return seq === undefined ? 'queued' : 'sent';
};

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
	},
});
