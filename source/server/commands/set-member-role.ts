/** `set-member-role`: the owner makes admins and members of each other, or hands the group over. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {appendNotice} from '../group-notices.ts';
import {makeOwner, requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const setMemberRole = (
	session: Session,
	{conversation: log, name, role}: CommandRequest<'set-member-role'>,
): Promise<CommandReply<'set-member-role'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {entries, members} = transaction;
		const {member} = await requireGroup(transaction, log, sender.id);
		const account = await members.findByName(log, name.replace(/^@/, ''));
		const subject = account && (await members.get(log, account.id));
		if (account === undefined || subject === undefined) {
			throw new ProtocolError('not-found', `${name} is no member.`);
		}

		if (member.role !== 'owner' || account.id === sender.id) {
			throw new ProtocolError('forbidden', 'Only the owner gives roles, and to others.');
		}

		// The log before the member: whoever writes takes them so.
		await entries.lock(log);
		const change = async (changed: typeof account, next: typeof role): Promise<void> => {
			await members.setRole(log, changed.id, next);
			const content = {account: changed, role: next};
			await appendNotice(transaction, {log, kind: 'member-role-changed', content, sender});
		};
		if (role === 'owner') {
			await makeOwner(transaction, {log, account, by: sender});
			await change(sender, 'admin');
		} else if (subject.role !== role) {
			await change(account, role);
		}

		return {};
	});
};
