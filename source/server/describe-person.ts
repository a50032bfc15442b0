/** Describes a person as anybody on the server may see them; presence is for some only. */
import type {Person} from '../protocol/entities.ts';
import type {PresenceBoard} from './presence.ts';
import type {PersonRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

export const describePerson = ({id, name, profile, avatar, isAdmin}: PersonRow): Person => ({
	id,
	name,
	...profile,
	...(avatar === undefined ? {} : {avatar}),
	...(isAdmin ? {isAdmin} : {}),
});

/** As `asker` may see them: with presence where it is a friend or shares a group, and always of itself. */
export const describePeople = async (
	{members}: Transaction,
	presence: PresenceBoard,
	options: {people: readonly PersonRow[]; asker: number},
): Promise<Person[]> => {
	const {people, asker} = options;
	const ids = people.map(({id}) => id);
	const visible = new Set([asker, ...(await members.listContacts(asker, ids))]);
	return people.map(row => (visible.has(row.id) ? presence.describe(row) : describePerson(row)));
};
