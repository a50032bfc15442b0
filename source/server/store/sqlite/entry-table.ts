/** Log entries in SQLite. */
import type {Database} from 'better-sqlite3';
import type {Entry} from '../../../protocol/entries.ts';
import {limits} from '../../../protocol/limits.ts';
import {type EntryTable, unreadScanMax} from '../conversation-ports.ts';
import type {HeadRow} from '../rows.ts';
import {type Changes, prepareWrite} from './changes.ts';

type Row = {
	log: number;
	seq: number;
	kind: string;
	sender: number | null;
	name: string | null;
	id: string | null;
	at: number;
	content: string;
};

const columns = 'entry.log, seq, kind, sender, account.name, entry.id, at, content';
const source = 'entry LEFT JOIN account ON account.id = entry.sender';

const toEntry = (row: Row): Entry => {
	const entry: Entry = {
		log: row.log,
		seq: row.seq,
		kind: row.kind,
		at: row.at,
		content: JSON.parse(row.content),
	};
	if (row.sender !== null && row.name !== null) {
		entry.sender = {id: row.sender, name: row.name};
	}

	if (row.id !== null) {
		entry.id = row.id;
	}

	return entry;
};

/** How many logs' heads are remembered. */
const rememberedHeadsMax = 100_000;

/**
 * The newest `seq` of each log lately written. This process alone writes the database, so the memory
 * holds until a rollback: then `forget`.
 */
export class HeadMemory {
	readonly #heads = new Map<number, number>();
	readonly #readHead;
	readonly #readTrimmed;

	constructor(database: Database) {
		this.#readHead = database
			.prepare<[number], number | null>('SELECT max(seq) FROM entry WHERE log = ?')
			.pluck();
		this.#readTrimmed = database
			.prepare<[number], number>('SELECT trimmed_seq FROM conversation WHERE log = ?')
			.pluck();
	}

	/** Of a log whose entries were all removed by age, the last one that it had. */
	get(log: number): number {
		return this.#heads.get(log) ?? this.#readHead.get(log) ?? this.#readTrimmed.get(log) ?? 0;
	}

	set(log: number, seq: number): void {
		if (this.#heads.size >= rememberedHeadsMax) {
			this.#heads.clear();
		}

		this.#heads.set(log, seq);
	}

	forget(): void {
		this.#heads.clear();
	}
}

const entryAppend = (database: Database, changes: Changes, heads: HeadMemory) => {
	const insert = prepareWrite<
		[number, number, string, number | null, string | null, number, string]
	>(
		database,
		changes,
		`INSERT INTO entry (log, seq, kind, sender, id, at, content) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id, sender) WHERE id IS NOT NULL DO NOTHING`,
	);

	const isTrimmed = database
		.prepare<[string, number], number>('SELECT 1 FROM trimmed_message WHERE id = ? AND sender = ?')
		.pluck();

	const append: EntryTable['append'] = ({log, kind, content, sender, id}) => {
		if (id !== undefined && isTrimmed.get(id, sender?.id ?? 0) === 1) {
			return undefined;
		}

		const seq = heads.get(log) + 1;
		const at = Date.now();
		const json = JSON.stringify(content);
		if (insert(log, seq, kind, sender?.id ?? null, id ?? null, at, json).changes === 0) {
			return undefined;
		}

		heads.set(log, seq);
		const entry: Entry = {log, seq, kind, at, content};
		if (sender) {
			entry.sender = sender;
		}

		if (id !== undefined) {
			entry.id = id;
		}

		changes.effects.push({kind: 'entry-appended', entry});
		return {seq, at};
	};
	return append;
};

const listEntries = (database: Database): EntryTable['list'] => {
	const listAfter = database.prepare<[number, number, number], Row>(
		`SELECT ${columns} FROM ${source} WHERE entry.log = ? AND seq > ? ORDER BY seq LIMIT ?`,
	);
	const listBefore = database.prepare<[number, number, number], Row>(
		`SELECT ${columns} FROM ${source} WHERE entry.log = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
	);

	return (log, {after, before, limit}) => {
		const rows =
			after === undefined
				? listBefore.iterate(log, before ?? Number.MAX_SAFE_INTEGER, limit)
				: listAfter.iterate(log, after, limit);
		const entries: Entry[] = [];
		let bytes = 0;
		for (const row of rows) {
			bytes += Buffer.byteLength(row.content);
			if (entries.length > 0 && bytes > limits.entriesPageBytesMax) {
				break;
			}

			entries.push(toEntry(row));
		}

		return after === undefined ? entries.reverse() : entries;
	};
};

type UnreadPlace = {log: number; reader: number; seq: number};

/**
 * Others' messages after the read marker that count: not of blocked people, not recalled, not hidden. The
 * quotes within a text are escaped, so that these pieces of JSON are found in no text.
 */
const unreadSql = `WITH unread AS MATERIALIZED (
	SELECT sender, instr(content, '"mentionsHere":true') > 0 OR (instr(content, '"mentions":[') > 0
		AND EXISTS (SELECT 1 FROM json_each(content, '$.mentions') WHERE value = @reader)) AS is_mention
	FROM (SELECT log, seq, kind, sender, content FROM entry
		WHERE log = @log AND seq > @seq ORDER BY seq DESC LIMIT ${unreadScanMax}) AS latest
	WHERE latest.kind = 'message-sent' AND sender <> @reader
	AND instr(content, '"isRecalled":true') = 0
	AND NOT EXISTS (SELECT 1 FROM relation
		WHERE relation.account = @reader AND other = sender AND relation.kind = 'blocked')
	AND NOT EXISTS (SELECT 1 FROM hidden
		WHERE hidden.account = @reader AND hidden.log = latest.log AND message = latest.seq)
	LIMIT ${limits.unreadCountMax})
SELECT sender AS id, count(*) AS count, sum(is_mention) AS mentions FROM unread
GROUP BY sender ORDER BY count(*) DESC, sender`;

const prepareCountUnread = (database: Database): EntryTable['countUnread'] => {
	const countBySender = database.prepare<
		UnreadPlace,
		{id: number; count: number; mentions: number}
	>(unreadSql);
	const getName = database
		.prepare<[number], string>('SELECT name FROM account WHERE id = ?')
		.pluck();

	return (log, reader, seq) => {
		const rows = countBySender.all({log, reader, seq});
		return {
			messages: rows.reduce((sum, {count}) => sum + count, 0),
			mentions: rows.reduce((sum, {mentions}) => sum + mentions, 0),
			senders: rows
				.slice(0, limits.unreadSendersMax)
				.map(({id, count}) => ({account: {id, name: getName.get(id) ?? ''}, count})),
		};
	};
};

export const entryTable = (database: Database, changes: Changes, heads: HeadMemory): EntryTable => {
	const get = database.prepare<[number, number], Row>(
		`SELECT ${columns} FROM ${source} WHERE entry.log = ? AND seq = ?`,
	);
	const findById = database.prepare<[string, number], Row>(
		`SELECT ${columns} FROM ${source} WHERE entry.id = ? AND sender = ?`,
	);
	const getHead = database.prepare<[number], HeadRow>(
		'SELECT seq, at FROM entry WHERE log = ? ORDER BY seq DESC LIMIT 1',
	);
	const getTrimmed = database.prepare<[number], HeadRow>(
		'SELECT trimmed_seq AS seq, trimmed_at AS at FROM conversation WHERE log = ?',
	);

	const blank = prepareWrite<{log: number; message: number}[]>(
		database,
		changes,
		`UPDATE entry SET content = json_remove(json_set(content, '$.text', '', '$.isRecalled', json('true')),
			'$.mentions', '$.mentionsHere', '$.file') WHERE log = @log AND seq = @message`,
	);
	const blankEdits = prepareWrite<{log: number; message: number}[]>(
		database,
		changes,
		`UPDATE entry SET content = json_remove(json_set(content, '$.text', ''), '$.mentions')
		WHERE log = @log AND seq IN (SELECT seq FROM edit WHERE log = @log AND message = @message)`,
	);

	return {
		append: entryAppend(database, changes, heads),
		scrub(log, message) {
			blank({log, message});
			blankEdits({log, message});
		},
		get(log, seq) {
			const row = get.get(log, seq);
			return row && toEntry(row);
		},
		findById(sender, id) {
			const row = findById.get(id, sender);
			return row && toEntry(row);
		},
		// One process writes, one work at a time.
		lock: () => undefined,
		listHeads: logs => logs.map(log => ({log, seq: heads.get(log)})),
		getHead: log => getHead.get(log) ?? getTrimmed.get(log) ?? {seq: 0, at: 0},
		list: listEntries(database),
		countUnread: prepareCountUnread(database),
	};
};
