/** Who is in which conversation, in PostgreSQL. */
import type {Notifications, Profile, Role} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultNotifications} from '../../defaults.ts';
import {type MemberTable, presenceGroupMembersMax} from '../conversation-ports.ts';
import type {LogHead, MemberPersonRow, MemberRow, MembershipRow} from '../rows.ts';
import {type PersonColumns, personColumns, toPersonRow, toRestriction} from './account-table.ts';
import {
	type ConversationColumns,
	conversationColumns,
	toConversation,
} from './conversation-table.ts';
import {memberArrivals, memberChanges} from './member-writes.ts';
import {type Session, statement} from './session.ts';
import {prepareGetWriter} from './writer-query.ts';

type MemberColumns = {
	role: Role;
	read_seq: number;
	delivered_seq: number;
	joined_seq: number;
	muted: string | null;
};

const memberColumns = 'role, read_seq, delivered_seq, joined_seq, muted';

const toMember = (row: MemberColumns): MemberRow => ({
	role: row.role,
	readSeq: row.read_seq,
	deliveredSeq: row.delivered_seq,
	joinedSeq: row.joined_seq,
	muted: toRestriction(row.muted),
});

const toPerson = (row: PersonColumns & MemberColumns): MemberPersonRow => ({
	...toPersonRow(row),
	...toMember(row),
});

type MembershipColumns = ConversationColumns & MemberColumns & {notifications: string | null};

const toMembership = (row: MembershipColumns): MembershipRow => ({
	...toConversation(row),
	...toMember(row),
	notifications:
		row.notifications === null
			? defaultNotifications
			: (JSON.parse(row.notifications) as Notifications),
});

const people = `SELECT ${personColumns}, ${memberColumns} FROM member
	JOIN account ON account.id = member.account WHERE member.log = $1`;

const memberSql = {
	get: statement(`SELECT ${memberColumns} FROM member WHERE log = $1 AND account = $2`),
	findByName: statement(`SELECT account.id, account.name FROM account
		JOIN member ON member.account = account.id WHERE name_key = $1 AND member.log = $2`),
	list: statement(`${people} AND member.account > $2 ORDER BY member.account LIMIT $3`),
	findSuccessor: statement(`${people}
		ORDER BY muted IS NOT NULL
				AND coalesce(substring(muted FROM '"until":([0-9]+)')::bigint > $2, true),
			CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, joined_seq, account.id
		LIMIT 1`),
	listReachable: statement(`SELECT member.account FROM member
		WHERE member.log = $1 AND member.account <> $2 AND NOT EXISTS (SELECT 1 FROM relation
			WHERE kind = 'blocked' AND ((relation.account = $2 AND other = member.account)
				OR (relation.account = member.account AND other = $2)))
		ORDER BY member.account`),
	hasNewerMember: statement('SELECT 1 FROM member WHERE log = $1 AND joined_seq >= $2 LIMIT 1'),
};

/** The members of one conversation. */
const memberReads = (session: Session) =>
	({
		async get(log, account) {
			const row = await session.first<MemberColumns>(memberSql.get, log, account);
			return row && toMember(row);
		},
		findByName: (log, name) => session.first<Profile>(memberSql.findByName, nameKey(name), log),
		async list(log, {after, limit}) {
			const rows = await session.all<PersonColumns & MemberColumns>(
				memberSql.list,
				log,
				after,
				limit,
			);
			return rows.map(toPerson);
		},
		async findSuccessor(log, now) {
			const row = await session.first<PersonColumns & MemberColumns>(
				memberSql.findSuccessor,
				log,
				now,
			);
			return row && toPerson(row);
		},
		async listReachable(log, account) {
			const rows = await session.all<{account: number}>(memberSql.listReachable, log, account);
			return rows.map(row => row.account);
		},
		hasNewerMember: (log, seq) => session.has(memberSql.hasNewerMember, log, seq),
	}) satisfies Partial<MemberTable>;

const banSql = {
	ban: statement('INSERT INTO member_ban (log, account) VALUES ($1, $2) ON CONFLICT DO NOTHING'),
	unban: statement('DELETE FROM member_ban WHERE log = $1 AND account = $2'),
	isBanned: statement('SELECT 1 FROM member_ban WHERE log = $1 AND account = $2'),
	listBanned: statement(`SELECT account.id, account.name FROM member_ban
		JOIN account ON account.id = member_ban.account WHERE member_ban.log = $1
		ORDER BY account.id`),
};

/** Who may not come in. */
const memberBans = (session: Session) =>
	({
		async ban(log, account) {
			await session.write(banSql.ban, log, account);
		},
		unban: async (log, account) => (await session.write(banSql.unban, log, account)) > 0,
		isBanned: (log, account) => session.has(banSql.isBanned, log, account),
		listBanned: log => session.all<Profile>(banSql.listBanned, log),
	}) satisfies Partial<MemberTable>;

/** Shares by a group that is too large show nothing. */
const contacts = `SELECT id FROM (
		SELECT other.account AS id FROM member AS mine
		JOIN conversation ON conversation.log = mine.log
		JOIN member AS other ON other.log = mine.log
		WHERE mine.account = $1 AND other.account <> $1
		AND conversation.kind = 'group' AND member_count <= ${presenceGroupMembersMax}
		UNION
		SELECT other FROM relation WHERE account = $1 AND kind = 'friend'
	) AS contact
	WHERE NOT EXISTS (SELECT 1 FROM relation WHERE kind = 'blocked' AND account = $1 AND other = id)
	AND NOT EXISTS (SELECT 1 FROM relation WHERE kind = 'blocked' AND account = id AND other = $1)`;

const memberships = `SELECT ${conversationColumns}, ${memberColumns}, notifications FROM member
	JOIN conversation ON conversation.log = member.log WHERE member.account = $1`;

const membershipSql = {
	list: statement(`${memberships} AND member.log > $2 ORDER BY member.log LIMIT $3`),
	get: statement(`${memberships} AND member.log = $2`),
	listHeads: statement(`SELECT member.log, head AS seq FROM member
		JOIN log ON log.id = member.log WHERE account = $1`),
	count: statement('SELECT count(*) AS count FROM member WHERE account = $1 AND is_own'),
	listContacts: statement(`${contacts} ORDER BY id`),
	listContactsAmong: statement(`${contacts} AND id = ANY($2::bigint[]) ORDER BY id`),
};

/** The conversations of one account. */
const membershipReads = (session: Session) =>
	({
		async listConversations(account, {after, limit}) {
			const rows = await session.all<MembershipColumns>(membershipSql.list, account, after, limit);
			return rows.map(toMembership);
		},
		async getConversation(account, log) {
			const row = await session.first<MembershipColumns>(membershipSql.get, account, log);
			return row && toMembership(row);
		},
		listHeads: account => session.all<LogHead>(membershipSql.listHeads, account),
		async countConversations(account) {
			return (await session.first<{count: number}>(membershipSql.count, account))?.count ?? 0;
		},
		async listContacts(account, among) {
			const rows =
				among === undefined
					? await session.all<{id: number}>(membershipSql.listContacts, account)
					: await session.all<{id: number}>(membershipSql.listContactsAmong, account, among);
			return rows.map(({id}) => id);
		},
	}) satisfies Partial<MemberTable>;

export const memberTable = (session: Session): MemberTable => ({
	...memberReads(session),
	...membershipReads(session),
	...memberArrivals(session),
	...memberChanges(session),
	...memberBans(session),
	getWriter: prepareGetWriter(session),
});
