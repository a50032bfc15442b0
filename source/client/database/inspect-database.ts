/** Looks at an account's database without changing it: whether it is sound, and how much is in it. */
import Database from 'better-sqlite3';

export type Inspected = {
	/** In SQLite's words; empty when it is sound. */
	readonly problems: readonly string[];
	readonly entries: number;
	/** Messages that wait to be sent. */
	readonly queued: number;
};

const sound = 'ok';

/** A program may have it open meanwhile. @throws when it cannot be opened, or is no database */
export const inspectAccountDatabase = (file: string): Inspected => {
	const database = new Database(file, {readonly: true, fileMustExist: true});
	try {
		const checked = database.pragma('quick_check(5)') as readonly {quick_check: string}[];
		const problems = checked.map(({quick_check: line}) => line).filter(line => line !== sound);
		const count = (table: string): number =>
			problems.length > 0
				? 0
				: Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
		return {problems, entries: count('entry'), queued: count('outbox')};
	} finally {
		database.close();
	}
};
