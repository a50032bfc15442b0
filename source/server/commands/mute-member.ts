/** `mute-member`: an admin of the group keeps a member from writing in it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {appendNotice} from '../group-notices.ts';
import {requireSubject} from '../membership.ts';
import {restrict} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const muteMember = (
	session: Session,
	{conversation: log, name, forMs, reason}: CommandRequest<'mute-member'>,
): Promise<CommandReply<'mute-member'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {account, member} = await requireSubject(transaction, {log, name, by: sender});
		if (member === undefined) {
			throw new ProtocolError('not-found', `${account.name} is no member.`);
		}

		const muted = restrict(forMs, reason);
		// The log before the member: whoever writes takes them so.
		await transaction.entries.lock(log);
		await transaction.members.setMuted(log, account.id, muted);
		const content = {account: {id: account.id, name: account.name}, ...muted};
		await appendNotice(transaction, {log, kind: 'member-muted', content, sender});
		return {};
	});
};
