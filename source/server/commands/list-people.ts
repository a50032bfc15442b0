/** `list-people`: the server's accounts by name; presence only of those whom the asker may see. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import type {Session} from '../session.ts';

export const listPeople = (
	session: Session,
	{query = '', after = '', limit = limits.listPageMax}: CommandRequest<'list-people'>,
): Promise<CommandReply<'list-people'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.transact(async ({accounts, members}) => {
		const rows = await accounts.list({query, after, limit: limit + 1});
		const page = rows.slice(0, limit);
		const contacts = new Set(
			await members.listContacts(
				id,
				page.map(row => row.id),
			),
		);
		const people = page.map(row =>
			contacts.has(row.id) ? presence.describe(row) : {id: row.id, name: row.name},
		);
		return {people, more: rows.length > limit};
	});
};
