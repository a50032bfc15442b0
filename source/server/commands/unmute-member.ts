/** `unmute-member`: the member may write in the group again. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {appendNotice} from '../group-notices.ts';
import {requireSubject} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const unmuteMember = (
	session: Session,
	{conversation: log, name}: CommandRequest<'unmute-member'>,
): Promise<CommandReply<'unmute-member'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {account, member} = await requireSubject(transaction, {log, name, by: sender});
		if (member?.muted === undefined) {
			throw new ProtocolError('not-found', `${account.name} is not muted here.`);
		}

		// The log before the member: whoever writes takes them so.
		await transaction.entries.lock(log);
		await transaction.members.setMuted(log, account.id, undefined);
		const content = {account: {id: account.id, name: account.name}};
		await appendNotice(transaction, {log, kind: 'member-unmuted', content, sender});
		return {};
	});
};
