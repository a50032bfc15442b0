/** History that is removed by age, in SQLite. */
import type {Database} from 'better-sqlite3';
import type {OldPlace, RetentionTable, TrimmedMessage} from '../retention-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';
import {
	type ConversationColumns,
	conversationColumns,
	toConversation,
} from './conversation-table.ts';

type Range = {log: number; seq: number};

/** The order matters: edits are found by the messages that they change. */
const trimSql: readonly string[] = [
	`UPDATE entry SET content = json_remove(json_set(content, '$.text', ''), '$.mentions')
	WHERE log = @log AND seq > @seq
	AND seq IN (SELECT seq FROM edit WHERE log = @log AND message <= @seq)`,
	'DELETE FROM edit WHERE log = @log AND message <= @seq',
	'DELETE FROM pin WHERE log = @log AND message <= @seq',
	'DELETE FROM reaction WHERE log = @log AND message <= @seq',
	'DELETE FROM hidden WHERE log = @log AND message <= @seq',
	'DELETE FROM file_use WHERE log = @log AND seq <= @seq',
	'DELETE FROM entry WHERE log = @log AND seq <= @seq',
];

const prepareTrim = (database: Database, changes: Changes): RetentionTable['trim'] => {
	const listFiles = database
		.prepare<[Range], string>('SELECT DISTINCT file FROM file_use WHERE log = @log AND seq <= @seq')
		.pluck();
	const remember = prepareWrite<[Range & {now: number}]>(
		database,
		changes,
		`INSERT INTO trimmed_message (id, sender, log, seq, at, gone_at)
		SELECT id, sender, log, seq, at, @now FROM entry
		WHERE log = @log AND seq <= @seq AND id IS NOT NULL AND sender IS NOT NULL
		ON CONFLICT DO NOTHING`,
	);
	const removals = trimSql.map(sql => prepareWrite<[Range]>(database, changes, sql));
	const move = prepareWrite<[Range & {at: number}]>(
		database,
		changes,
		'UPDATE conversation SET trimmed_seq = @seq, trimmed_at = @at WHERE log = @log',
	);

	return (log, {seq, at}, now) => {
		const files = listFiles.all({log, seq});
		remember({log, seq, now});
		for (const remove of removals) {
			remove({log, seq});
		}

		move({log, seq, at});
		return files;
	};
};

export const retentionTable = (database: Database, changes: Changes): RetentionTable => {
	const prepareList = (condition: string) =>
		database.prepare<[number, number], ConversationColumns & {oldest_at: number}>(
			`SELECT ${conversationColumns}, coalesce((SELECT at FROM entry
				WHERE entry.log = conversation.log ORDER BY seq LIMIT 1), 0) AS oldest_at
			FROM conversation WHERE log > ? ${condition} ORDER BY log LIMIT ?`,
		);
	const listAll = prepareList('');
	const listOwn = prepareList('AND retention_ms > 0');
	const listOldest = database.prepare<[number, number], OldPlace>(
		'SELECT seq, at FROM entry WHERE log = ? ORDER BY seq LIMIT ?',
	);
	const findTrimmed = database.prepare<[string, number], TrimmedMessage>(
		'SELECT log, seq, at FROM trimmed_message WHERE id = ? AND sender = ?',
	);
	const forget = prepareWrite<[number, number]>(
		database,
		changes,
		`DELETE FROM trimmed_message WHERE (id, sender) IN
		(SELECT id, sender FROM trimmed_message WHERE gone_at < ? LIMIT ?)`,
	);

	return {
		list: ({after, limit, isAll}) =>
			(isAll ? listAll : listOwn)
				.all(after, limit)
				.map(row => ({...toConversation(row), oldestAt: row.oldest_at})),
		findOld(log, {before, now, limit}) {
			let last: OldPlace | undefined;
			for (const place of listOldest.iterate(log, limit)) {
				if (place.at < before) {
					last = place;
				} else if (place.at <= now) {
					break;
				}
			}

			return last;
		},
		trim: prepareTrim(database, changes),
		findTrimmed: (sender, id) => findTrimmed.get(id, sender),
		forgetTrimmed: (before, limit) => forget(before, limit).changes,
	};
};
