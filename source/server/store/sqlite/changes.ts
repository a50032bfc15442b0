/** What the running group of works has done so far: its writes, counted, and its effects, in order. */
import type {Database, RunResult} from 'better-sqlite3';
import type {Effect} from '../store.ts';
import type {WriterMemory} from './writer-memory.ts';

export type Changes = {
	/** Rises before each write, so that a failed one counts too. */
	writes: number;
	effects: Effect[];
	/** Writes to what it remembers make it forget. */
	readonly writers: WriterMemory;
};

/** A statement that changes rows. */
export const prepareWrite = <Parameters extends unknown[]>(
	database: Database,
	changes: Changes,
	sql: string,
): ((...parameters: Parameters) => RunResult) => {
	const statement = database.prepare<Parameters>(sql);
	return (...parameters) => {
		changes.writes += 1;
		return statement.run(...parameters);
	};
};
