/** `list-groups`: the public groups by name. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `rate-limited` */
export const listGroups = (
	session: Session,
	{query = '', after = '', limit = limits.listPageMax}: CommandRequest<'list-groups'>,
): Promise<CommandReply<'list-groups'>> => {
	const {id} = session.requireAccount();
	const {store, throttles} = session.context;
	if (query !== '') {
		throttles.search.count(String(id));
	}

	return store.read(async ({conversations, members}) => {
		const rows = await conversations.listPublic({query, after, limit: limit + 1});
		const groups: CommandReply<'list-groups'>['groups'] = [];
		for (const {log, name = '', settings, memberCount} of rows.slice(0, limit)) {
			const isMember = (await members.get(log, id)) !== undefined;
			const {title = '', topic = ''} = settings ?? {};
			groups.push({name, title, topic, memberCount, isMember});
		}

		return {groups, more: rows.length > limit};
	});
};
