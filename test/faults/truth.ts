/** Reads what is on the disk of a server or of a client, past both programs. */
import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import BetterSqlite3, {type Database} from 'better-sqlite3';

/** An entry as both sides store it. `content` is parsed. */
export type StoredEntry = {
	readonly seq: number;
	readonly kind: string;
	readonly sender: number | null;
	readonly id: string | null;
	readonly at: number;
	readonly content: Readonly<Record<string, unknown>>;
};

export type Log = readonly StoredEntry[];

export type ServerTruth = {
	readonly logs: ReadonlyMap<number, Log>;
	/** Account name → its private log. */
	readonly accountLogs: ReadonlyMap<string, number>;
	/** Conversation → `ACCOUNT ROLE` of its members, as its table has them. */
	readonly members: ReadonlyMap<number, readonly string[]>;
	/** What SQLite and the files' hashes complain of. */
	readonly damage: readonly string[];
};

/** Where a server keeps what it has. */
export type ServerPlace = {
	/** Its data folder; of several nodes, one with those of each and that of the files. */
	readonly folder: string;
	/** The address of its PostgreSQL database; without it, there is one in the folder. */
	readonly database?: string;
};

export type ReplicaTruth = {
	/** Conversation → what is copied of it. */
	readonly logs: ReadonlyMap<number, Log>;
	readonly ranges: ReadonlyMap<number, {readonly first: number; readonly last: number}>;
	readonly left: ReadonlySet<number>;
	/** Newest entry of the private log that took effect. */
	readonly cursor: number;
	/** Refused messages, by id, with the reason. */
	readonly refused: ReadonlyMap<string, string>;
	/** Messages that still wait. */
	readonly waiting: readonly string[];
	readonly damage: readonly string[];
};

const open = (file: string): Database => new BetterSqlite3(file, {fileMustExist: true});

const damageOf = (database: Database): string[] => {
	const found = database.pragma('integrity_check') as {integrity_check: string}[];
	const broken = found.map(row => row.integrity_check).filter(text => text !== 'ok');
	const strays = database.pragma('foreign_key_check') as unknown[];
	return [...broken, ...strays.map(row => `foreign key: ${JSON.stringify(row)}`)];
};

export type EntryRow = Omit<StoredEntry, 'content'> & {
	readonly log: number;
	readonly content: string;
};

export const allEntries =
	'SELECT log, seq, kind, sender, id, at, content FROM entry ORDER BY log, seq';

/** `rows`: of all entries, in order. */
export const toLogs = (rows: readonly EntryRow[]): Map<number, StoredEntry[]> => {
	const logs = new Map<number, StoredEntry[]>();
	for (const {log, content, ...row} of rows) {
		const entries = logs.get(log) ?? [];
		entries.push({...row, content: JSON.parse(content) as StoredEntry['content']});
		logs.set(log, entries);
	}

	return logs;
};

const logsOf = (database: Database): Map<number, StoredEntry[]> =>
	toLogs(database.prepare<[], EntryRow>(allEntries).all());

export type MemberRow = {readonly log: number; readonly account: number; readonly role: string};

export const allMembers = `SELECT member.log, account, role
	FROM member JOIN conversation ON conversation.log = member.log
	WHERE kind <> 'direct' ORDER BY member.log, account`;

/** `rows`: of all groups, in order. */
export const toMembers = (rows: readonly MemberRow[]): Map<number, string[]> => {
	const members = new Map<number, string[]>();
	for (const {log, account, role} of rows) {
		members.set(log, [...(members.get(log) ?? []), `${account} ${role}`]);
	}

	return members;
};

/** Files that messages carry, by id, and whose bytes are missing in the folder or others. */
export const brokenFiles = (ids: readonly string[], folder: string): string[] => {
	const paths = new Map(
		existsSync(folder)
			? (readdirSync(folder, {recursive: true, withFileTypes: true}) ?? [])
					.filter(entry => entry.isFile())
					.map(({name, parentPath}) => [name, join(parentPath, name)])
			: [],
	);
	return ids.flatMap(id => {
		const path = paths.get(id);
		const hash =
			path === undefined
				? 'nothing'
				: createHash('sha256').update(readFileSync(path)).digest('base64url');
		return hash === id ? [] : [`the file ${id} holds ${hash}`];
	});
};

/** `folder`: the server's data folder; the server has stopped. */
export const readSqlite = (folder: string): ServerTruth => {
	const database = open(join(folder, 'server.db'));
	try {
		const accounts = database
			.prepare<[], {name: string; log: number}>('SELECT name, log FROM account')
			.all();
		const files = database.prepare<[], string>('SELECT id FROM file').pluck().all();
		return {
			logs: logsOf(database),
			accountLogs: new Map(accounts.map(({name, log}) => [name, log])),
			members: toMembers(database.prepare<[], MemberRow>(allMembers).all()),
			damage: [...damageOf(database), ...brokenFiles(files, join(folder, 'files'))],
		};
	} finally {
		database.close();
	}
};

/** `file`: an account's local database; the client has stopped. */
export const readReplica = (file: string): ReplicaTruth => {
	const database = open(file);
	try {
		const conversations = database
			.prepare<[], {id: number; first: number; last: number; isLeft: number}>(
				'SELECT id, first_seq AS first, last_seq AS last, is_left AS isLeft FROM conversation',
			)
			.all();
		const outbox = database
			.prepare<[], {id: string; error: string | null}>('SELECT id, error FROM outbox')
			.all();
		return {
			logs: logsOf(database),
			ranges: new Map(conversations.map(({id, first, last}) => [id, {first, last}])),
			left: new Set(conversations.filter(({isLeft}) => isLeft === 1).map(({id}) => id)),
			cursor: database.prepare<[], number>('SELECT cursor FROM account').pluck().get() ?? 0,
			refused: new Map(outbox.flatMap(({id, error}) => (error === null ? [] : [[id, error]]))),
			waiting: outbox.filter(({error}) => error === null).map(({id}) => id),
			damage: damageOf(database),
		};
	} finally {
		database.close();
	}
};
