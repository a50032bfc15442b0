/** Adds, removes and changes members, in PostgreSQL. */
import type {Restriction} from '../../../protocol/entities.ts';
import type {MemberTable} from '../conversation-ports.ts';
import {lockAccount} from './account-lock.ts';
import {type Session, type Statement, statement, type Value} from './session.ts';

const place = 'log = $1 AND account = $2';
const absent = (column: string): string => `(SELECT ${column} FROM absent_member WHERE ${place})`;
const set = (assignment: string): Statement =>
	statement(`UPDATE member SET ${assignment} WHERE ${place}`);

const sql = {
	add: statement(`INSERT INTO member
		(log, account, role, joined_seq, read_seq, delivered_seq, is_own, muted, sent_at)
		VALUES ($1, $2, $3, $4, $4, $4, $5, ${absent('muted')}, coalesce(${absent('sent_at')}, 0))`),
	keep: statement(`INSERT INTO absent_member (log, account, muted, sent_at)
		SELECT log, account, muted, sent_at FROM member
		WHERE ${place} AND (muted IS NOT NULL OR sent_at > 0)`),
	release: statement(`DELETE FROM absent_member WHERE ${place}`),
	remove: statement(`DELETE FROM member WHERE ${place}`),
	forgetAbsent: statement('DELETE FROM absent_member WHERE log = $1'),
	count: statement('UPDATE conversation SET member_count = member_count + $2 WHERE log = $1'),
	setRole: set('role = $3'),
	setReadSeq: set('read_seq = $3'),
	setDeliveredSeq: set('delivered_seq = $3'),
	setMuted: set('muted = $3'),
	setNotifications: set('notifications = $3'),
	setSentAt: set('sent_at = $3'),
};

/** Who comes and who goes; what must outlast that is kept while a member is away. */
export const memberArrivals = (session: Session) =>
	({
		async add({log, account, role, readSeq, isOwn}) {
			await session.write(sql.add, log, account, role, readSeq, isOwn);
			await session.write(sql.release, log, account);
			await session.write(sql.count, log, 1);
		},
		async remove(log, account) {
			await lockAccount(session, account);
			await session.write(sql.keep, log, account);
			const wasMember = (await session.write(sql.remove, log, account)) > 0;
			if (wasMember) {
				await session.write(sql.count, log, -1);
			}

			return wasMember;
		},
		async forgetAbsent(log) {
			await session.write(sql.forgetAbsent, log);
		},
	}) satisfies Partial<MemberTable>;

const toJson = (muted: Restriction | undefined): string | null =>
	muted === undefined ? null : JSON.stringify(muted);

/** What changes about who is in. */
export const memberChanges = (session: Session) => {
	const change = async (
		query: Statement,
		log: number,
		account: number,
		value: Value,
	): Promise<void> => {
		await session.write(query, log, account, value);
	};

	return {
		setRole: (log, account, role) => change(sql.setRole, log, account, role),
		setReadSeq: (log, account, seq) => change(sql.setReadSeq, log, account, seq),
		setDeliveredSeq: (log, account, seq) => change(sql.setDeliveredSeq, log, account, seq),
		setMuted: (log, account, muted) => change(sql.setMuted, log, account, toJson(muted)),
		setNotifications: (log, account, notifications) =>
			change(sql.setNotifications, log, account, JSON.stringify(notifications)),
		setSentAt: (log, account, at) => change(sql.setSentAt, log, account, at),
	} satisfies Partial<MemberTable>;
};
