/** Reads what the nodes of a server have stored in PostgreSQL, past their program. */
import {join} from 'node:path';
import pg from 'pg';
import {
	allEntries,
	allMembers,
	brokenFiles,
	type EntryRow,
	type MemberRow,
	type ServerTruth,
	toLogs,
	toMembers,
} from './truth.ts';

const bigintType = 20;

const types = {
	getTypeParser: (type: number, format?: 'text' | 'binary') =>
		type === bigintType ? Number : pg.types.getTypeParser(type, format as 'text'),
};

/** What the store's own rules forbid, told in words by PostgreSQL; the heads give the next numbers. */
const damageSql = `
	SELECT 'the head of log ' || log.id || ' is ' || head || ', its last entry ' || coalesce(max(seq), 0) AS text
		FROM log LEFT JOIN entry ON entry.log = log.id
		LEFT JOIN conversation ON conversation.log = log.id
		GROUP BY log.id, head, trimmed_seq HAVING greatest(coalesce(max(seq), 0), coalesce(trimmed_seq, 0)) <> head
	UNION ALL SELECT 'entries stand in log ' || entry.log || ', which is not there'
		FROM entry LEFT JOIN log ON log.id = entry.log WHERE log.id IS NULL GROUP BY entry.log
	UNION ALL SELECT 'file bytes are counted as ' || counted || ' and are ' || there
		FROM (SELECT sum(bytes) AS counted, (SELECT coalesce(sum(size), 0) FROM file) AS there FROM file_total) AS total
		WHERE counted <> there
	UNION ALL SELECT 'group ' || log || ' counts ' || member_count || ' members and has ' || there
		FROM (SELECT conversation.log, member_count, (SELECT count(*) FROM member WHERE member.log = conversation.log) AS there
			FROM conversation) AS counts
		WHERE member_count <> there`;

/** `folder`: with the files; all nodes have stopped. */
export const readPostgres = async (folder: string, url: string): Promise<ServerTruth> => {
	const client = new pg.Client({connectionString: url, types});
	await client.connect();
	try {
		const accounts = await client.query<{name: string; log: number}>(
			'SELECT name, log FROM account',
		);
		const files = await client.query<{id: string}>('SELECT id FROM file');
		const damage = await client.query<{text: string}>(damageSql);
		return {
			logs: toLogs((await client.query<EntryRow>(allEntries)).rows),
			accountLogs: new Map(accounts.rows.map(({name, log}) => [name, log])),
			members: toMembers((await client.query<MemberRow>(allMembers)).rows),
			damage: [
				...damage.rows.map(({text}) => text),
				...brokenFiles(
					files.rows.map(({id}) => id),
					join(folder, 'files'),
				),
			],
		};
	} finally {
		await client.end();
	}
};
