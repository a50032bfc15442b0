/** Who is in which conversation, in SQLite. */
import type {Database} from 'better-sqlite3';
import type {Profile, Role} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import type {MemberPersonRow, MembershipRow} from '../rows.ts';
import {type MemberTable, presenceGroupMembersMax} from '../store.ts';
import {type Changes, prepareWrite} from './changes.ts';
import {
	type ConversationColumns,
	conversationColumns,
	toConversation,
} from './conversation-table.ts';

type MemberColumns = {role: Role; read_seq: number};
type PersonColumns = MemberColumns & Profile & {seen_at: number | null};

const personColumns = 'account.id, account.name, account.seen_at, role, read_seq';

const toPerson = (row: PersonColumns): MemberPersonRow => ({
	id: row.id,
	name: row.name,
	role: row.role,
	readSeq: row.read_seq,
	seenAt: row.seen_at ?? undefined,
});

const toMembership = (row: ConversationColumns & MemberColumns): MembershipRow => ({
	...toConversation(row),
	role: row.role,
	readSeq: row.read_seq,
});

/** Everything that adds, removes or changes a member. */
const memberWrites = (database: Database, changes: Changes) => {
	const add = prepareWrite<[number, number, Role, number, number]>(
		database,
		changes,
		'INSERT INTO member (log, account, role, joined_seq, read_seq) VALUES (?, ?, ?, ?, ?)',
	);
	const remove = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM member WHERE log = ? AND account = ?',
	);
	const count = prepareWrite<[number, number]>(
		database,
		changes,
		'UPDATE conversation SET member_count = member_count + ? WHERE log = ?',
	);
	const setRole = prepareWrite<[Role, number, number]>(
		database,
		changes,
		'UPDATE member SET role = ? WHERE log = ? AND account = ?',
	);
	const setReadSeq = prepareWrite<[number, number, number]>(
		database,
		changes,
		'UPDATE member SET read_seq = ? WHERE log = ? AND account = ?',
	);

	return {
		add({log, account, role, readSeq}) {
			add(log, account, role, readSeq, readSeq);
			count(1, log);
			changes.effects.push({kind: 'member-added', log, account});
		},
		remove(log, account) {
			const wasMember = remove(log, account).changes > 0;
			if (wasMember) {
				count(-1, log);
				changes.effects.push({kind: 'member-removed', log, account});
			}

			return wasMember;
		},
		setRole: (log, account, role) => void setRole(role, log, account),
		setReadSeq: (log, account, seq) => void setReadSeq(seq, log, account),
	} satisfies Partial<MemberTable>;
};

/** The members of one conversation. */
const memberReads = (database: Database) => {
	const get = database.prepare<[number, number], MemberColumns>(
		'SELECT role, read_seq FROM member WHERE log = ? AND account = ?',
	);
	const findByName = database.prepare<[string, number], Profile>(
		`SELECT account.id, account.name FROM account JOIN member ON member.account = account.id
		WHERE name_key = ? AND member.log = ?`,
	);
	const list = database.prepare<[number, number, number], PersonColumns>(
		`SELECT ${personColumns} FROM member JOIN account ON account.id = member.account
		WHERE member.log = ? AND member.account > ? ORDER BY member.account LIMIT ?`,
	);
	const findSuccessor = database.prepare<[number], PersonColumns>(
		`SELECT ${personColumns} FROM member JOIN account ON account.id = member.account
		WHERE member.log = ?
		ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, joined_seq, account.id
		LIMIT 1`,
	);

	return {
		get(log, account) {
			const row = get.get(log, account);
			return row && {role: row.role, readSeq: row.read_seq};
		},
		findByName: (log, name) => findByName.get(nameKey(name), log),
		list: (log, {after, limit}) => list.all(log, after, limit).map(toPerson),
		findSuccessor(log) {
			const row = findSuccessor.get(log);
			return row && toPerson(row);
		},
	} satisfies Partial<MemberTable>;
};

/** Shares by a group that is too large show nothing. */
const contactsSql = `
	SELECT DISTINCT other.account FROM member AS mine
	JOIN conversation ON conversation.log = mine.log
	JOIN member AS other ON other.log = mine.log
	WHERE mine.account = @account AND other.account <> @account
	AND kind <> 'everyone' AND member_count <= ${presenceGroupMembersMax}`;

/** The conversations of one account. */
const membershipReads = (database: Database) => {
	const membershipSql = `SELECT ${conversationColumns}, role, read_seq FROM member
		JOIN conversation ON conversation.log = member.log WHERE member.account = ?`;
	const listConversations = database.prepare<
		[number, number, number],
		ConversationColumns & MemberColumns
	>(`${membershipSql} AND member.log > ? ORDER BY member.log LIMIT ?`);
	const getConversation = database.prepare<[number, number], ConversationColumns & MemberColumns>(
		`${membershipSql} AND member.log = ?`,
	);
	const listLogs = database
		.prepare<[number], number>('SELECT log FROM member WHERE account = ?')
		.pluck();
	const countConversations = database
		.prepare<[number], number>('SELECT count(*) FROM member WHERE account = ?')
		.pluck();
	const listContacts = database.prepare<[{account: number}], number>(contactsSql).pluck();
	const listContactsAmong = database
		.prepare<[{account: number; among: string}], number>(
			`${contactsSql} AND other.account IN (SELECT value FROM json_each(@among))`,
		)
		.pluck();

	return {
		listConversations: (account, {after, limit}) =>
			listConversations.all(account, after, limit).map(toMembership),
		getConversation(account, log) {
			const row = getConversation.get(account, log);
			return row && toMembership(row);
		},
		listLogs: account => listLogs.all(account),
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
	...memberWrites(database, changes),
});
