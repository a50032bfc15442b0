/** Who is in which conversation, in SQLite. */
import type {Database} from 'better-sqlite3';
import type {Notifications, Profile, Role} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultNotifications} from '../../defaults.ts';
import {type MemberTable, presenceGroupMembersMax} from '../conversation-ports.ts';
import type {LogHead, MemberPersonRow, MemberRow, MembershipRow} from '../rows.ts';
import {type PersonColumns, personColumns, toPersonRow, toRestriction} from './account-table.ts';
import {type Changes, prepareWrite} from './changes.ts';
import {
	type ConversationColumns,
	conversationColumns,
	toConversation,
} from './conversation-table.ts';
import {type MemberPlace, memberArrivals, memberChanges} from './member-writes.ts';
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

/** The members of one conversation. */
const memberReads = (database: Database) => {
	const get = database.prepare<[number, number], MemberColumns>(
		`SELECT ${memberColumns} FROM member WHERE log = ? AND account = ?`,
	);
	const findByName = database.prepare<[string, number], Profile>(
		`SELECT account.id, account.name FROM account JOIN member ON member.account = account.id
		WHERE name_key = ? AND member.log = ?`,
	);
	const list = database.prepare<[number, number, number], PersonColumns & MemberColumns>(
		`SELECT ${personColumns}, ${memberColumns} FROM member JOIN account ON account.id = member.account
		WHERE member.log = ? AND member.account > ? ORDER BY member.account LIMIT ?`,
	);
	const findSuccessor = database.prepare<[number, number], PersonColumns & MemberColumns>(
		`SELECT ${personColumns}, ${memberColumns} FROM member JOIN account ON account.id = member.account
		WHERE member.log = ?
		ORDER BY muted IS NOT NULL AND coalesce(json_extract(muted, '$.until') > ?, 1),
			CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, joined_seq, account.id
		LIMIT 1`,
	);

	const listReachable = database
		.prepare<MemberPlace, number>(
			`SELECT member.account FROM member WHERE member.log = @log AND member.account <> @account
			AND NOT EXISTS (SELECT 1 FROM relation
				WHERE kind = 'blocked' AND account = @account AND other = member.account)
			AND NOT EXISTS (SELECT 1 FROM relation
				WHERE kind = 'blocked' AND account = member.account AND other = @account)`,
		)
		.pluck();
	const hasNewerMember = database
		.prepare<[number, number], number>(
			'SELECT 1 FROM member WHERE log = ? AND joined_seq >= ? LIMIT 1',
		)
		.pluck();

	return {
		listReachable: (log, account) => listReachable.all({log, account}),
		hasNewerMember: (log, seq) => hasNewerMember.get(log, seq) === 1,
		get(log, account) {
			const row = get.get(log, account);
			return row && toMember(row);
		},
		findByName: (log, name) => findByName.get(nameKey(name), log),
		list: (log, {after, limit}) => list.all(log, after, limit).map(toPerson),
		findSuccessor(log, now) {
			const row = findSuccessor.get(log, now);
			return row && toPerson(row);
		},
	} satisfies Partial<MemberTable>;
};

/** Who may not come in. */
const memberBans = (database: Database, changes: Changes) => {
	const ban = prepareWrite<[number, number]>(
		database,
		changes,
		'INSERT INTO member_ban (log, account) VALUES (?, ?) ON CONFLICT DO NOTHING',
	);
	const unban = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM member_ban WHERE log = ? AND account = ?',
	);
	const isBanned = database
		.prepare<[number, number], number>('SELECT 1 FROM member_ban WHERE log = ? AND account = ?')
		.pluck();
	const listBanned = database.prepare<[number], Profile>(
		`SELECT account.id, account.name FROM member_ban
		JOIN account ON account.id = member_ban.account WHERE member_ban.log = ? ORDER BY account.id`,
	);

	return {
		ban: (log, account) => void ban(log, account),
		unban: (log, account) => unban(log, account).changes > 0,
		isBanned: (log, account) => isBanned.get(log, account) === 1,
		listBanned: log => listBanned.all(log),
	} satisfies Partial<MemberTable>;
};

/** Shares by a group that is too large show nothing. */
const contactsSql = `
	SELECT id FROM (
		SELECT other.account AS id FROM member AS mine
		JOIN conversation ON conversation.log = mine.log
		JOIN member AS other ON other.log = mine.log
		WHERE mine.account = @account AND other.account <> @account
		AND conversation.kind = 'group' AND member_count <= ${presenceGroupMembersMax}
		UNION
		SELECT other FROM relation WHERE account = @account AND kind = 'friend'
	)
	WHERE NOT EXISTS (SELECT 1 FROM relation WHERE kind = 'blocked' AND account = @account AND other = id)
	AND NOT EXISTS (SELECT 1 FROM relation WHERE kind = 'blocked' AND account = id AND other = @account)`;

/** The conversations of one account. */
const membershipReads = (database: Database) => {
	const membershipSql = `SELECT ${conversationColumns}, ${memberColumns}, notifications FROM member
		JOIN conversation ON conversation.log = member.log WHERE member.account = ?`;
	const listConversations = database.prepare<[number, number, number], MembershipColumns>(
		`${membershipSql} AND member.log > ? ORDER BY member.log LIMIT ?`,
	);
	const getConversation = database.prepare<[number, number], MembershipColumns>(
		`${membershipSql} AND member.log = ?`,
	);
	const listHeads = database.prepare<[number], LogHead>(
		`SELECT log, coalesce((SELECT max(seq) FROM entry WHERE entry.log = member.log),
			(SELECT trimmed_seq FROM conversation WHERE conversation.log = member.log), 0) AS seq
		FROM member WHERE account = ?`,
	);
	const countConversations = database
		.prepare<[number], number>('SELECT count(*) FROM member WHERE account = ? AND is_own = 1')
		.pluck();
	const listContacts = database.prepare<[{account: number}], number>(contactsSql).pluck();
	const listContactsAmong = database
		.prepare<[{account: number; among: string}], number>(
			`${contactsSql} AND id IN (SELECT value FROM json_each(@among))`,
		)
		.pluck();

	return {
		listConversations: (account, {after, limit}) =>
			listConversations.all(account, after, limit).map(toMembership),
		getConversation(account, log) {
			const row = getConversation.get(account, log);
			return row && toMembership(row);
		},
		listHeads: account => listHeads.all(account),
		countConversations: account => countConversations.get(account) ?? 0,
		listContacts: (account, among) =>
			among === undefined
				? listContacts.all({account})
				: listContactsAmong.all({account, among: JSON.stringify(among)}),
	} satisfies Partial<MemberTable>;
};

export const memberTable = (database: Database, changes: Changes): MemberTable => ({
	...memberReads(database),
	...membershipReads(database),
	...memberArrivals(database, changes),
	...memberChanges(database, changes),
	...memberBans(database, changes),
	getWriter: prepareGetWriter(database, changes.writers),
});
