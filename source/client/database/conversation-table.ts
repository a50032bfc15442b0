/** Conversations as they were last known, and which range of each one's log is copied here. */
import type {Database} from 'better-sqlite3';
import type {LogRange} from '../log-range.ts';
import {
	type ConversationRow,
	fromStored,
	type StoredConversation,
	toStored,
} from './conversation-columns.ts';

const columns = `id, kind, name, settings, picture, role, muted, notifications, pins, member_count AS memberCount,
	peers, head, read_seq AS readSeq, unread, mentions, unread_from AS unreadFrom, peer_read_seq AS peerReadSeq,
	peer_delivered_seq AS peerDeliveredSeq, last_at AS lastAt, is_left AS isLeft,
	trimmed_seq AS trimmedSeq, retention_ms AS retentionMs`;

/** An older picture never replaces a newer one that another process of the account has written. */
const writeSql = `INSERT INTO conversation (id, kind, name, settings, picture, role, muted, notifications, pins,
		member_count, peers, head, read_seq, unread, mentions, unread_from, peer_read_seq, peer_delivered_seq,
		last_at, is_left, trimmed_seq, retention_ms)
	VALUES (@id, @kind, @name, @settings, @picture, @role, @muted, @notifications, @pins,
		@memberCount, @peers, @head, @readSeq, @unread, @mentions, @unreadFrom, @peerReadSeq, @peerDeliveredSeq,
		@lastAt, @isLeft, @trimmedSeq, @retentionMs)
	ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, settings = excluded.settings,
		picture = excluded.picture, role = excluded.role, muted = excluded.muted,
		notifications = excluded.notifications, pins = excluded.pins,
		member_count = excluded.member_count, peers = excluded.peers,
		head = excluded.head, read_seq = MAX(read_seq, excluded.read_seq), unread = excluded.unread,
		mentions = excluded.mentions, unread_from = excluded.unread_from,
		peer_read_seq = MAX(peer_read_seq, excluded.peer_read_seq),
		peer_delivered_seq = MAX(peer_delivered_seq, excluded.peer_delivered_seq),
		last_at = excluded.last_at, is_left = excluded.is_left,
		trimmed_seq = MAX(trimmed_seq, excluded.trimmed_seq), retention_ms = excluded.retention_ms
	WHERE excluded.head >= head`;

export const createConversationTable = (database: Database) => {
	const readAll = database.prepare<[], StoredConversation>(`SELECT ${columns} FROM conversation`);
	const write = database.prepare<StoredConversation>(writeSql);
	const readRange = database.prepare<[number], LogRange>(
		`SELECT first_seq AS first, last_seq AS last, oldest_seq AS oldest FROM conversation WHERE id = ?`,
	);
	const writeRange = database.prepare<LogRange & {id: number}>(
		`UPDATE conversation SET first_seq = @first, last_seq = @last, oldest_seq = @oldest WHERE id = @id`,
	);
	const readRanges = database.prepare<[], {id: number; last: number}>(
		'SELECT id, last_seq AS last FROM conversation WHERE last_seq > 0',
	);
	const startAnew = database.prepare(
		`UPDATE conversation SET head = 0, read_seq = 0, unread = 0, mentions = 0, peer_read_seq = 0,
			peer_delivered_seq = 0, pins = '[]', unread_from = '[]', trimmed_seq = 0, first_seq = 0, last_seq = 0, oldest_seq = 1`,
	);

	const listUntrimmed = database
		.prepare<[], number>(
			'SELECT id FROM conversation WHERE trimmed_seq > 0 AND first_seq <= trimmed_seq AND last_seq > 0',
		)
		.pluck();
	const clear = database.prepare('DELETE FROM conversation');

	return {
		readAll: (): ConversationRow[] => readAll.all().map(fromStored),
		write: (row: ConversationRow) => void write.run(toStored(row)),
		/** `undefined` for a conversation that was never heard of. */
		readRange: (id: number) => readRange.get(id),
		writeRange: (id: number, range: LogRange) => void writeRange.run({...range, id}),
		/** The newest copied `seq` of each conversation that has a copy. */
		readLasts: (): Map<number, number> => new Map(readRanges.all().map(({id, last}) => [id, last])),
		/** Those whose copy holds entries that are to go. */
		listUntrimmed: () => listUntrimmed.all(),
		/** Forgets everything that is told in `seq`s. */
		startAnew: () => void startAnew.run(),
		clear: () => void clear.run(),
	};
};
