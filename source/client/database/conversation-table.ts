/** Conversations as they were last known, and which range of each one's log is copied here. */
import type {Database} from 'better-sqlite3';
import type {LogRange} from '../log-range.ts';
import type {ConversationState} from '../state.ts';

/** What is kept of a conversation; its draft has a table of its own. */
export type ConversationRow = Omit<ConversationState, 'draft'>;

type StoredRow = Omit<ConversationRow, 'title' | 'peers' | 'isLeft'> & {
	readonly title: string | null;
	readonly peers: string;
	readonly isLeft: number;
};

const columns = `id, kind, name, title, role, member_count AS memberCount, peers, head, read_seq AS readSeq,
	unread, mentions, peer_read_seq AS peerReadSeq, last_at AS lastAt, is_left AS isLeft`;

/** An older picture never replaces a newer one that another process of the account has written. */
const writeSql = `INSERT INTO conversation (id, kind, name, title, role, member_count, peers, head, read_seq,
		unread, mentions, peer_read_seq, last_at, is_left)
	VALUES (@id, @kind, @name, @title, @role, @memberCount, @peers, @head, @readSeq,
		@unread, @mentions, @peerReadSeq, @lastAt, @isLeft)
	ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, title = excluded.title,
		role = excluded.role, member_count = excluded.member_count, peers = excluded.peers,
		head = excluded.head, read_seq = MAX(read_seq, excluded.read_seq), unread = excluded.unread,
		mentions = excluded.mentions, peer_read_seq = MAX(peer_read_seq, excluded.peer_read_seq),
		last_at = excluded.last_at, is_left = excluded.is_left
	WHERE excluded.head >= head`;

const fromRow = ({title, peers, isLeft, ...row}: StoredRow): ConversationRow => ({
	...row,
	title: title ?? undefined,
	peers: JSON.parse(peers) as number[],
	isLeft: isLeft === 1,
});

export const createConversationTable = (database: Database) => {
	const readAll = database.prepare<[], StoredRow>(`SELECT ${columns} FROM conversation`);
	const write = database.prepare<StoredRow>(writeSql);
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
			first_seq = 0, last_seq = 0, oldest_seq = 1`,
	);

	const clear = database.prepare('DELETE FROM conversation');

	return {
		readAll: (): ConversationRow[] => readAll.all().map(fromRow),
		write: ({title, peers, isLeft, ...row}: ConversationRow): void => {
			write.run({
				...row,
				title: title ?? null,
				peers: JSON.stringify(peers),
				isLeft: isLeft ? 1 : 0,
			});
		},
		/** `undefined` for a conversation that was never heard of. */
		readRange: (id: number) => readRange.get(id),
		writeRange: (id: number, range: LogRange) => void writeRange.run({...range, id}),
		/** The newest copied `seq` of each conversation that has a copy. */
		readLasts: (): Map<number, number> => new Map(readRanges.all().map(({id, last}) => [id, last])),
		/** Forgets everything that is told in `seq`s. */
		startAnew: () => void startAnew.run(),
		clear: () => void clear.run(),
	};
};
