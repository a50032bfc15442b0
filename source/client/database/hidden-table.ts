/** Messages that this account has hidden from itself. */
import type {Database} from 'better-sqlite3';

export const createHiddenTable = (database: Database) => {
	const insert = database.prepare<[number, number]>(
		'INSERT OR IGNORE INTO hidden (log, seq) VALUES (?, ?)',
	);
	const readWithin = database
		.prepare<[number, number, number], number>(
			'SELECT seq FROM hidden WHERE log = ? AND seq BETWEEN ? AND ?',
		)
		.pluck();
	const dropUntil = database.prepare<[number, number]>(
		'DELETE FROM hidden WHERE log = ? AND seq <= ?',
	);
	const clear = database.prepare('DELETE FROM hidden');

	return {
		insert: (log: number, seq: number) => void insert.run(log, seq),
		/** Those from `first` to `last`, both included. */
		readWithin: (log: number, first: number, last: number): Set<number> =>
			new Set(readWithin.all(log, first, last)),
		/** Those of messages up to `last`: they are gone. */
		dropUntil: (log: number, last: number) => void dropUntil.run(log, last),
		clear: () => void clear.run(),
	};
};
