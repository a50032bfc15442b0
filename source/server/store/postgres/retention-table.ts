/** History that is removed by age, in PostgreSQL. */
import type {OldPlace, RetentionTable, TrimmedMessage} from '../retention-ports.ts';
import {
	type ConversationColumns,
	conversationColumns,
	toConversation,
} from './conversation-table.ts';
import {type Content, rewriteEntries, withoutText} from './entry-table.ts';
import {type Session, type Statement, statement} from './session.ts';

/** Edits that lose their text at once: their contents are in memory meanwhile. */
const editsAtOnce = 100;

const list = (condition: string): Statement =>
	statement(`SELECT ${conversationColumns}, coalesce((SELECT at FROM entry
			WHERE entry.log = conversation.log ORDER BY seq LIMIT 1), 0) AS oldest_at
		FROM conversation WHERE log > $1 ${condition} ORDER BY log LIMIT $2`);

const sql = {
	listAll: list(''),
	listOwn: list('AND retention_ms > 0'),
	listOldest: statement('SELECT seq, at FROM entry WHERE log = $1 ORDER BY seq LIMIT $2'),
	listFiles: statement(
		'SELECT DISTINCT file FROM file_use WHERE log = $1 AND seq <= $2 ORDER BY file',
	),
	remember: statement(`INSERT INTO trimmed_message (id, sender, log, seq, at, gone_at)
		SELECT id, sender, log, seq, at, $3::bigint FROM entry
		WHERE log = $1 AND seq <= $2 AND id IS NOT NULL AND sender IS NOT NULL
		ON CONFLICT DO NOTHING`),
	/** Edits that stay although their messages go. */
	readEdits: statement(`SELECT seq, content FROM entry WHERE log = $1 AND seq > $3
		AND seq IN (SELECT seq FROM edit WHERE log = $1 AND message <= $2)
		ORDER BY seq LIMIT ${editsAtOnce} FOR NO KEY UPDATE`),
	move: statement('UPDATE conversation SET trimmed_seq = $2, trimmed_at = $3 WHERE log = $1'),
	findTrimmed: statement('SELECT log, seq, at FROM trimmed_message WHERE id = $1 AND sender = $2'),
	forget: statement(`DELETE FROM trimmed_message WHERE (id, sender) IN
		(SELECT id, sender FROM trimmed_message WHERE gone_at < $1 LIMIT $2)`),
};

/** The order matters: edits are found by the messages that they change. */
const removals: readonly Statement[] = [
	statement('DELETE FROM edit WHERE log = $1 AND message <= $2'),
	statement('DELETE FROM pin WHERE log = $1 AND message <= $2'),
	statement('DELETE FROM reaction WHERE log = $1 AND message <= $2'),
	statement('DELETE FROM hidden WHERE log = $1 AND message <= $2'),
	statement('DELETE FROM file_use WHERE log = $1 AND seq <= $2'),
	statement('DELETE FROM entry WHERE log = $1 AND seq <= $2'),
];

/** Takes the text out of edits that stay although their messages go. */
const scrubEdits = async (session: Session, log: number, last: number): Promise<void> => {
	let after = last;
	for (;;) {
		const edits = await session.all<Content>(sql.readEdits, log, last, after);
		await rewriteEntries(session, log, edits.map(withoutText));
		if (edits.length < editsAtOnce) {
			return;
		}

		after = edits.at(-1)?.seq ?? after;
	}
};

const prepareTrim =
	(session: Session): RetentionTable['trim'] =>
	async (log, {seq, at}, now) => {
		const files = await session.all<{file: string}>(sql.listFiles, log, seq);
		await session.write(sql.remember, log, seq, now);
		await scrubEdits(session, log, seq);
		for (const removal of removals) {
			await session.write(removal, log, seq);
		}

		await session.write(sql.move, log, seq, at);
		return files.map(({file}) => file);
	};

export const retentionTable = (session: Session): RetentionTable => ({
	async list({after, limit, isAll}) {
		const rows = await session.all<ConversationColumns & {oldest_at: number}>(
			isAll ? sql.listAll : sql.listOwn,
			after,
			limit,
		);
		return rows.map(row => ({...toConversation(row), oldestAt: row.oldest_at}));
	},
	async findOld(log, {before, now, limit}) {
		let last: OldPlace | undefined;
		for (const place of await session.all<OldPlace>(sql.listOldest, log, limit)) {
			if (place.at < before) {
				last = place;
			} else if (place.at <= now) {
				break;
			}
		}

		return last;
	},
	trim: prepareTrim(session),
	findTrimmed: (sender, id) => session.first<TrimmedMessage>(sql.findTrimmed, id, sender),
	forgetTrimmed: (before, limit) => session.write(sql.forget, before, limit),
});
