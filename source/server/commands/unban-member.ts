/** `unban-member`: the person may come into the group again. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {appendNotice} from '../group-notices.ts';
import {requireSubject} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const unbanMember = (
	session: Session,
	{conversation: log, name}: CommandRequest<'unban-member'>,
): Promise<CommandReply<'unban-member'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {account} = await requireSubject(transaction, {log, name, by: sender});
		if (!(await transaction.members.unban(log, account.id))) {
			throw new ProtocolError('not-found', `${account.name} is not banned here.`);
		}

		const content = {account: {id: account.id, name: account.name}};
		await appendNotice(transaction, {log, kind: 'member-unbanned', content, sender});
		return {};
	});
};
