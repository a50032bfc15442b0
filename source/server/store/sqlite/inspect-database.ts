/** Looks at a server's database without changing it: whether it is sound, whose schema it has, how much is in it. */
import BetterSqlite3 from 'better-sqlite3';
import {schemaVersion} from './migrate.ts';

export type InspectedDatabase = {
	/** In SQLite's words; empty when it is sound. */
	readonly problems: readonly string[];
	readonly schema: number;
	/** Whether a newer program wrote it. */
	readonly isNewer: boolean;
	readonly accounts: number;
	readonly entries: number;
};

/** A server may use it meanwhile. @throws when it cannot be opened, or is no database */
export const inspectDatabase = (file: string): InspectedDatabase => {
	const database = new BetterSqlite3(file, {readonly: true, fileMustExist: true});
	try {
		const lines = database.prepare<[], string>('PRAGMA quick_check(5)').pluck().all();
		const problems = lines.filter(line => line !== 'ok');
		const schema = Number(database.pragma('user_version', {simple: true}));
		const isReadable = problems.length === 0 && schema > 0;
		const count = (table: string): number =>
			isReadable ? Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()) : 0;
		return {
			problems,
			schema,
			isNewer: schema > schemaVersion,
			accounts: count('account'),
			entries: count('entry'),
		};
	} finally {
		database.close();
	}
};
