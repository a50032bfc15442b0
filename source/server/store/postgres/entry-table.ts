/** Log entries in PostgreSQL. */
import type {Entry} from '../../../protocol/entries.ts';
import {limits} from '../../../protocol/limits.ts';
import {type EntryTable, unreadScanMax} from '../conversation-ports.ts';
import type {HeadRow, LogHead} from '../rows.ts';
import {type Session, type Statement, statement, type Value} from './session.ts';

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

/** The page is cut where its contents become too long, before it travels; its first entry always comes. */
const page = (condition: string, order: string): Statement =>
	statement(`SELECT ${columns} FROM (SELECT *,
			row_number() OVER places AS place, sum(octet_length(content)) OVER places AS bytes
		FROM entry WHERE log = $1 AND ${condition}
		WINDOW places AS (ORDER BY seq ${order} ROWS UNBOUNDED PRECEDING)
		ORDER BY seq ${order} LIMIT $3) AS entry
	LEFT JOIN account ON account.id = entry.sender
	WHERE place = 1 OR bytes <= ${limits.entriesPageBytesMax} ORDER BY seq`);

const sql = {
	/** The row of the log is held from here to the commit. A known id moves no head, so that no number is left out. */
	append: statement(`WITH moved AS (UPDATE log SET head = head + 1 WHERE id = $1
			AND NOT EXISTS (SELECT 1 FROM entry WHERE id = $4 AND sender = $3)
			AND NOT EXISTS (SELECT 1 FROM trimmed_message WHERE id = $4 AND sender = coalesce($3, 0))
			RETURNING head)
		INSERT INTO entry (log, seq, kind, sender, id, at, content)
		SELECT $1, head, $2::text, $3::bigint, $4::text, $5::bigint, $6::text FROM moved RETURNING seq`),
	hasLog: statement('SELECT 1 FROM log WHERE id = $1'),
	get: statement(`SELECT ${columns} FROM ${source} WHERE entry.log = $1 AND seq = $2`),
	findById: statement(`SELECT ${columns} FROM ${source} WHERE entry.id = $1 AND sender = $2`),
	lock: statement('SELECT 1 FROM log WHERE id = $1 FOR NO KEY UPDATE'),
	getHead: statement(`(SELECT seq, at FROM entry WHERE log = $1 ORDER BY seq DESC LIMIT 1)
		UNION ALL SELECT trimmed_seq, trimmed_at FROM conversation WHERE log = $1
		ORDER BY seq DESC LIMIT 1`),
	listHeads: statement('SELECT id AS log, head AS seq FROM log WHERE id = ANY($1::bigint[])'),
	listAfter: page('seq > $2', 'ASC'),
	listBefore: page('seq < $2', 'DESC'),
	/** As with SQLite: the quotes within a text are escaped, so that these pieces of JSON are found in no text. */
	countUnread: statement(`WITH unread AS MATERIALIZED (
			SELECT sender, strpos(content, '"mentionsHere":true') > 0
				OR (strpos(content, '"mentions":[') > 0 AND $2::bigint = ANY(string_to_array(
					substring(content FROM '"mentions":\\[([0-9,]*)\\]'), ',')::bigint[])) AS is_mention
			FROM (SELECT log, seq, kind, sender, content FROM entry
				WHERE log = $1 AND seq > $3 ORDER BY seq DESC LIMIT ${unreadScanMax}) AS latest
			WHERE latest.kind = 'message-sent' AND sender <> $2
			AND strpos(content, '"isRecalled":true') = 0
			AND NOT EXISTS (SELECT 1 FROM relation
				WHERE relation.account = $2 AND other = sender AND relation.kind = 'blocked')
			AND NOT EXISTS (SELECT 1 FROM hidden
				WHERE hidden.account = $2 AND hidden.log = latest.log AND message = latest.seq)
			LIMIT ${limits.unreadCountMax})
		SELECT sender AS id, account.name, count(*) AS count,
			count(*) FILTER (WHERE is_mention) AS mentions
		FROM unread LEFT JOIN account ON account.id = sender
		GROUP BY sender, account.name ORDER BY count(*) DESC, sender`),
	readMessage: statement(
		'SELECT seq, content FROM entry WHERE log = $1 AND seq = $2 FOR NO KEY UPDATE',
	),
	readEdits: statement(`SELECT seq, content FROM entry WHERE log = $1
		AND seq IN (SELECT seq FROM edit WHERE log = $1 AND message = $2)
		ORDER BY seq FOR NO KEY UPDATE`),
	rewrite: statement(`UPDATE entry SET content = rewritten.content
		FROM unnest($2::bigint[], $3::text[]) AS rewritten(seq, content)
		WHERE entry.log = $1 AND entry.seq = rewritten.seq`),
};

export type Content = {readonly seq: number; readonly content: string};

/** Gives entries of a log other contents. */
export const rewriteEntries = async (
	session: Session,
	log: number,
	rows: readonly Content[],
): Promise<void> => {
	if (rows.length > 0) {
		const seqs = rows.map(({seq}) => seq);
		await session.write(
			sql.rewrite,
			log,
			seqs,
			rows.map(({content}) => content),
		);
	}
};

/** An edit as it stays when its message is gone. */
export const withoutText = ({seq, content}: Content): Content => {
	const {mentions: _, ...rest} = {...JSON.parse(content), text: ''};
	return {seq, content: JSON.stringify(rest)};
};

const toRecalled = ({seq, content}: Content): Content => {
	const recalled = {...JSON.parse(content), text: '', isRecalled: true};
	const {mentions: _, mentionsHere: __, file: ___, ...rest} = recalled;
	return {seq, content: JSON.stringify(rest)};
};

const prepareAppend =
	(session: Session): EntryTable['append'] =>
	async ({log, kind, content, sender, id}) => {
		const at = Date.now();
		const values: Value[] = [
			log,
			kind,
			sender?.id ?? null,
			id ?? null,
			at,
			JSON.stringify(content),
		];
		const row = await session.writeFirst<{seq: number}>(sql.append, ...values);
		if (row === undefined) {
			if (id === undefined || !(await session.has(sql.hasLog, log))) {
				throw new Error(`There is no log ${log} to append to.`);
			}

			return undefined;
		}

		const entry: Entry = {log, seq: row.seq, kind, at, content};
		if (sender) {
			entry.sender = sender;
		}

		if (id !== undefined) {
			entry.id = id;
		}

		session.appended(entry);
		return {seq: row.seq, at};
	};

const prepareCountUnread =
	(session: Session): EntryTable['countUnread'] =>
	async (log, reader, seq) => {
		const rows = await session.all<{
			id: number;
			name: string | null;
			count: number;
			mentions: number;
		}>(sql.countUnread, log, reader, seq);
		return {
			messages: rows.reduce((sum, {count}) => sum + count, 0),
			mentions: rows.reduce((sum, {mentions}) => sum + mentions, 0),
			senders: rows
				.slice(0, limits.unreadSendersMax)
				.map(({id, name, count}) => ({account: {id, name: name ?? ''}, count})),
		};
	};

export const entryTable = (session: Session): EntryTable => {
	const findOne = async (query: Statement, ...values: Value[]): Promise<Entry | undefined> => {
		const row = await session.first<Row>(query, ...values);
		return row && toEntry(row);
	};

	return {
		append: prepareAppend(session),
		get: (log, seq) => findOne(sql.get, log, seq),
		findById: (sender, id) => findOne(sql.findById, id, sender),
		async lock(log) {
			await session.has(sql.lock, log);
		},
		async getHead(log) {
			return (await session.first<HeadRow>(sql.getHead, log)) ?? {seq: 0, at: 0};
		},
		async listHeads(logs) {
			const rows = await session.all<LogHead>(sql.listHeads, logs);
			const heads = new Map(rows.map(({log, seq}) => [log, seq]));
			return logs.map(log => ({log, seq: heads.get(log) ?? 0}));
		},
		async list(log, {after, before = Number.MAX_SAFE_INTEGER, limit}) {
			const rows =
				after === undefined
					? await session.all<Row>(sql.listBefore, log, before, limit)
					: await session.all<Row>(sql.listAfter, log, after, limit);
			return rows.map(toEntry);
		},
		countUnread: prepareCountUnread(session),
		async scrub(log, message) {
			const messages = await session.all<Content>(sql.readMessage, log, message);
			await rewriteEntries(session, log, messages.map(toRecalled));
			const edits = await session.all<Content>(sql.readEdits, log, message);
			await rewriteEntries(session, log, edits.map(withoutText));
		},
	};
};
