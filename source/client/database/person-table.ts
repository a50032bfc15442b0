/** Everybody this account has met. Presence is not kept: it is true only while connected. */
import type {Database} from 'better-sqlite3';
import type {Person} from '../state.ts';

type PersonRow = {readonly id: number; readonly name: string; readonly seenAt: number | null};

export const createPersonTable = (database: Database) => {
	const readAll = database.prepare<[], PersonRow>('SELECT id, name, seen_at AS seenAt FROM person');
	const write = database.prepare<[number, string, number | null]>(
		`INSERT INTO person (id, name, seen_at) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = COALESCE(excluded.seen_at, seen_at)`,
	);
	const clear = database.prepare('DELETE FROM person');

	return {
		readAll: (): Map<number, Person> =>
			new Map(
				readAll
					.all()
					.map(({id, name, seenAt}) => [id, seenAt === null ? {id, name} : {id, name, seenAt}]),
			),
		write: ({id, name, seenAt}: Person) => void write.run(id, name, seenAt ?? null),
		clear: () => void clear.run(),
	};
};
