/** Adds, removes and changes members, in SQLite. */
import type {Database} from 'better-sqlite3';
import type {Restriction, Role} from '../../../protocol/entities.ts';
import type {MemberTable} from '../conversation-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

/** A member of a conversation. */
export type MemberPlace = {log: number; account: number};

/** Who comes and who goes; what must outlast that is kept while a member is away. */
export const memberArrivals = (database: Database, changes: Changes) => {
	const place = 'log = @log AND account = @account';
	const absent = (column: string): string => `(SELECT ${column} FROM absent_member WHERE ${place})`;
	const add = prepareWrite<(MemberPlace & {role: Role; readSeq: number; isOwn: number})[]>(
		database,
		changes,
		`INSERT INTO member (log, account, role, joined_seq, read_seq, delivered_seq, is_own, muted, sent_at)
		VALUES (@log, @account, @role, @readSeq, @readSeq, @readSeq, @isOwn,
			${absent('muted')}, coalesce(${absent('sent_at')}, 0))`,
	);
	const keep = prepareWrite<MemberPlace[]>(
		database,
		changes,
		`INSERT INTO absent_member (log, account, muted, sent_at)
		SELECT log, account, muted, sent_at FROM member
		WHERE ${place} AND (muted IS NOT NULL OR sent_at > 0)`,
	);
	const release = prepareWrite<MemberPlace[]>(
		database,
		changes,
		`DELETE FROM absent_member WHERE ${place}`,
	);
	const remove = prepareWrite<MemberPlace[]>(
		database,
		changes,
		`DELETE FROM member WHERE ${place}`,
	);
	const forgetAbsent = prepareWrite<[number]>(
		database,
		changes,
		'DELETE FROM absent_member WHERE log = ?',
	);
	const count = prepareWrite<[number, number]>(
		database,
		changes,
		'UPDATE conversation SET member_count = member_count + ? WHERE log = ?',
	);

	return {
		add({log, account, role, readSeq, isOwn}) {
			add({log, account, role, readSeq, isOwn: isOwn ? 1 : 0});
			release({log, account});
			count(1, log);
			changes.writers.forget(log);
		},
		remove(log, account) {
			keep({log, account});
			const wasMember = remove({log, account}).changes > 0;
			if (wasMember) {
				count(-1, log);
				changes.writers.forget(log);
			}

			return wasMember;
		},
		forgetAbsent: log => void forgetAbsent(log),
	} satisfies Partial<MemberTable>;
};

/** What changes about who is in. */
export const memberChanges = (database: Database, changes: Changes) => {
	const prepareSet = <Value>(assignment: string) =>
		prepareWrite<[Value, number, number]>(
			database,
			changes,
			`UPDATE member SET ${assignment} WHERE log = ? AND account = ?`,
		);
	const setRole = prepareSet<Role>('role = ?');
	const setReadSeq = prepareSet<number>('read_seq = ?');
	const setDeliveredSeq = prepareSet<number>('delivered_seq = ?');
	const setMuted = prepareSet<string | null>('muted = ?');
	const setNotifications = prepareSet<string>('notifications = ?');
	const setSentAt = prepareSet<number>('sent_at = ?');
	const toJson = (muted: Restriction | undefined): string | null =>
		muted === undefined ? null : JSON.stringify(muted);

	return {
		setRole(log, account, role) {
			setRole(role, log, account);
			changes.writers.forget(log);
		},
		setReadSeq: (log, account, seq) => void setReadSeq(seq, log, account),
		setDeliveredSeq: (log, account, seq) => void setDeliveredSeq(seq, log, account),
		setMuted(log, account, muted) {
			setMuted(toJson(muted), log, account);
			changes.writers.forget(log);
		},
		setNotifications: (log, account, notifications) =>
			void setNotifications(JSON.stringify(notifications), log, account),
		setSentAt(log, account, at) {
			setSentAt(at, log, account);
			changes.writers.forget(log);
		},
	} satisfies Partial<MemberTable>;
};
