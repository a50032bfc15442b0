/** Who may write where, in PostgreSQL: all that decides it in one row. Others write too, so nothing is remembered. */
import type {ConversationKind, Role} from '../../../protocol/entities.ts';
import type {MemberTable} from '../conversation-ports.ts';
import type {PeerRow, WriterRow} from '../rows.ts';
import {toRestriction} from './account-table.ts';
import {toSettings} from './conversation-table.ts';
import {type Session, statement} from './session.ts';

type PeerColumns = {
	peer: number | null;
	peer_name: string;
	is_deleted: boolean;
	is_blocked: boolean;
	has_blocked: boolean;
};

type WriterColumns = PeerColumns & {
	role: Role;
	kind: ConversationKind;
	settings: string | null;
	muted: string | null;
	talk_ban: string | null;
	is_banned: boolean;
	until: number | null;
	reason: string | null;
	joined_seq: number;
	sent_at: number;
};

const getWriter =
	statement(`SELECT role, conversation.kind, settings, muted, talk_ban, joined_seq, sent_at,
		ban.target IS NOT NULL AS is_banned, ban.until, ban.reason, other.*
	FROM member
	JOIN conversation ON conversation.log = member.log
	JOIN account ON account.id = member.account
	LEFT JOIN ban ON ban.account = member.account
	LEFT JOIN LATERAL (SELECT person.id AS peer, person.name AS peer_name, person.is_deleted,
			mine.account IS NOT NULL AS is_blocked, theirs.account IS NOT NULL AS has_blocked
		FROM member AS side JOIN account AS person ON person.id = side.account
		LEFT JOIN relation AS mine
			ON mine.account = $2 AND mine.other = person.id AND mine.kind = 'blocked'
		LEFT JOIN relation AS theirs
			ON theirs.account = person.id AND theirs.other = $2 AND theirs.kind = 'blocked'
		WHERE side.log = $1 AND side.account <> $2 LIMIT 1) AS other
		ON conversation.kind = 'direct' AND member_count = 2
	WHERE member.log = $1 AND member.account = $2`);

const toPeer = (row: PeerColumns): PeerRow | undefined =>
	row.peer === null
		? undefined
		: {
				id: row.peer,
				name: row.peer_name,
				isDeleted: row.is_deleted,
				isBlocked: row.is_blocked,
				hasBlocked: row.has_blocked,
			};

const toWriter = (row: WriterColumns): WriterRow => ({
	role: row.role,
	kind: row.kind,
	settings: toSettings(row.settings),
	muted: toRestriction(row.muted),
	talkBan: toRestriction(row.talk_ban),
	ban: row.is_banned
		? {
				...(row.until === null ? {} : {until: row.until}),
				...(row.reason === null ? {} : {reason: row.reason}),
			}
		: undefined,
	joinedSeq: row.joined_seq,
	sentAt: row.sent_at,
	peer: toPeer(row),
});

export const prepareGetWriter =
	(session: Session): MemberTable['getWriter'] =>
	async (log, account) => {
		const row = await session.first<WriterColumns>(getWriter, log, account);
		return row && toWriter(row);
	};
