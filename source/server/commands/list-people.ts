/** `list-people`: the server's accounts by name; presence only of those whom the asker may see. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {describePeople} from '../describe-person.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `rate-limited` */
export const listPeople = (
	session: Session,
	{query = '', after = '', limit = limits.listPageMax}: CommandRequest<'list-people'>,
): Promise<CommandReply<'list-people'>> => {
	const {id} = session.requireAccount();
	const {store, presence, throttles} = session.context;
	if (query !== '') {
		throttles.search.count(String(id));
	}

	return store.read(async transaction => {
		const rows = await transaction.accounts.list({query, after, limit: limit + 1});
		const page = {people: rows.slice(0, limit), asker: id};
		const people = await describePeople(transaction, presence, page);
		return {people, more: rows.length > limit};
	});
};
