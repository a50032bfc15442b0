/** Everybody this account has met. Presence is not kept: it is true only while connected. */
import type {Database} from 'better-sqlite3';
import type {Person} from '../state.ts';

type PersonRow = {
	readonly id: number;
	readonly name: string;
	readonly seenAt: number | null;
	readonly nickname: string | null;
	readonly status: string | null;
	readonly signature: string | null;
	readonly avatar: string | null;
	readonly isAdmin: number;
};

const fromRow = ({id, name, isAdmin, ...fields}: PersonRow): Person => ({
	id,
	name,
	...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
	...(isAdmin === 1 ? {isAdmin: true} : {}),
});

export const createPersonTable = (database: Database) => {
	const readAll = database.prepare<[], PersonRow>(
		`SELECT id, name, seen_at AS seenAt, nickname, status, signature, avatar, is_admin AS isAdmin FROM person`,
	);
	const write = database.prepare<PersonRow>(
		`INSERT INTO person (id, name, seen_at, nickname, status, signature, avatar, is_admin)
		VALUES (@id, @name, @seenAt, @nickname, @status, @signature, @avatar, @isAdmin)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, seen_at = COALESCE(excluded.seen_at, seen_at),
			nickname = excluded.nickname, status = excluded.status, signature = excluded.signature,
			avatar = excluded.avatar, is_admin = excluded.is_admin`,
	);
	const clear = database.prepare('DELETE FROM person');

	return {
		readAll: (): Map<number, Person> => new Map(readAll.all().map(row => [row.id, fromRow(row)])),
		write: ({id, name, seenAt, nickname, status, signature, avatar, isAdmin}: Person): void => {
			write.run({
				id,
				name,
				seenAt: seenAt ?? null,
				nickname: nickname ?? null,
				status: status ?? null,
				signature: signature ?? null,
				avatar: avatar ?? null,
				isAdmin: isAdmin === true ? 1 : 0,
			});
		},
		clear: () => void clear.run(),
	};
};
