/** Who may write where, in SQLite: all that decides it in one row. */
import type {Database} from 'better-sqlite3';
import type {ConversationKind, Role} from '../../../protocol/entities.ts';
import type {MemberTable} from '../conversation-ports.ts';
import type {PeerRow, WriterRow} from '../rows.ts';
import {toRestriction} from './account-table.ts';
import {toSettings} from './conversation-table.ts';
import type {WriterMemory} from './writer-memory.ts';

type WriterColumns = {
	role: Role;
	kind: ConversationKind;
	member_count: number;
	settings: string | null;
	muted: string | null;
	talk_ban: string | null;
	/** 1 when there is one. */
	is_banned: number;
	until: number | null;
	reason: string | null;
	joined_seq: number;
	sent_at: number;
};

type PeerColumns = {
	id: number;
	name: string;
	is_deleted: number;
	is_blocked: number;
	has_blocked: number;
};

const toPeer = (row: PeerColumns): PeerRow => ({
	id: row.id,
	name: row.name,
	isDeleted: row.is_deleted === 1,
	isBlocked: row.is_blocked === 1,
	hasBlocked: row.has_blocked === 1,
});

const toWriter = (row: WriterColumns, peer: PeerColumns | undefined): WriterRow => ({
	role: row.role,
	kind: row.kind,
	settings: toSettings(row.settings),
	muted: toRestriction(row.muted),
	talkBan: toRestriction(row.talk_ban),
	ban:
		row.is_banned === 1
			? {
					...(row.until === null ? {} : {until: row.until}),
					...(row.reason === null ? {} : {reason: row.reason}),
				}
			: undefined,
	joinedSeq: row.joined_seq,
	sentAt: row.sent_at,
	peer: peer && toPeer(peer),
});

export const prepareGetWriter = (
	database: Database,
	memory: WriterMemory,
): MemberTable['getWriter'] => {
	const getWriter = database.prepare<[number, number], WriterColumns>(
		`SELECT role, kind, member_count, settings, muted, talk_ban, joined_seq, sent_at,
			ban.target IS NOT NULL AS is_banned, ban.until, ban.reason
		FROM member
		JOIN conversation ON conversation.log = member.log JOIN account ON account.id = member.account
		LEFT JOIN ban ON ban.account = member.account
		WHERE member.log = ? AND member.account = ?`,
	);
	const findPeer = database.prepare<{log: number; account: number}, PeerColumns>(
		`SELECT person.id, person.name, person.is_deleted,
		mine.kind IS 'blocked' AS is_blocked, theirs.kind IS 'blocked' AS has_blocked
		FROM member JOIN account AS person ON person.id = member.account
		LEFT JOIN relation AS mine ON mine.account = @account AND mine.other = person.id
		LEFT JOIN relation AS theirs ON theirs.account = person.id AND theirs.other = @account
		WHERE member.log = @log AND member.account <> @account`,
	);

	return (log, account) => {
		const known = memory.get(log, account);
		if (known !== undefined) {
			return known;
		}

		const row = getWriter.get(log, account);
		const isPair = row?.kind === 'direct' && row.member_count === 2;
		const writer = row && toWriter(row, isPair ? findPeer.get({log, account}) : undefined);
		if (writer !== undefined) {
			memory.set(log, account, writer);
		}

		return writer;
	};
};
