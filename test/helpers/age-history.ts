/** Makes stored history older than it is, in the database of a server that runs: nobody can wait for days. */
import Database from 'better-sqlite3';

export const dayMs = 86_400_000;

const change = (dataDir: string, work: (database: Database.Database) => void): void => {
	const database = new Database(`${dataDir}/server.db`);
	try {
		work(database);
	} finally {
		database.close();
	}
};

/** Entries of the log up to `until` were stored so long before. */
export const ageHistory = (
	dataDir: string,
	log: number,
	{until = Number.MAX_SAFE_INTEGER, byMs}: {until?: number; byMs: number},
): void =>
	change(dataDir, database => {
		database
			.prepare('UPDATE entry SET at = at - ? WHERE log = ? AND seq <= ?')
			.run(byMs, log, until);
	});

const twoDaysMs = 2 * dayMs;

/** How long a conversation keeps its history was set two days before: the day of notice is over. */
export const endNotice = (dataDir: string, log: number): void =>
	change(dataDir, database => {
		database
			.prepare('UPDATE conversation SET retention_at = retention_at - ? WHERE log = ?')
			.run(twoDaysMs, log);
	});

/** The same for the whole server. */
export const endServerNotice = (dataDir: string): void =>
	change(dataDir, database => {
		database
			.prepare("UPDATE setting SET value = value - ? WHERE key = 'server-retention-set-at'")
			.run(twoDaysMs);
	});

/** How many rows the tables about messages have of a log. */
export const countRows = (dataDir: string, log: number): Record<string, number> => {
	const counts: Record<string, number> = {};
	change(dataDir, database => {
		for (const table of ['entry', 'pin', 'reaction', 'edit', 'hidden', 'file_use']) {
			const row = database.prepare(`SELECT count(*) AS count FROM ${table} WHERE log = ?`).get(log);
			counts[table] = (row as {count: number}).count;
		}
	});
	return counts;
};
