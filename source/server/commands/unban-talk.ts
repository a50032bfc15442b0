/** `unban-talk`: the account may write again. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {findAccounts} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden`, `not-found` when there is nothing to lift */
export const unbanTalk = (
	session: Session,
	{name}: CommandRequest<'unban-talk'>,
): Promise<CommandReply<'unban-talk'>> =>
	session.context.store.transact(async transaction => {
		const {accounts, entries} = transaction;
		const by = await requireAdmin(transaction, session);
		const [found] = await findAccounts(transaction, [name]);
		const account = found && (await accounts.get(found.id));
		if (account?.talkBan === undefined) {
			throw new ProtocolError('not-found', `${name} may write already.`);
		}

		await accounts.setTalkBan(account.id, undefined);
		await entries.append({log: account.log, kind: 'talk-unbanned', content: {}});
		await recordAct(transaction, by, {act: 'unban-talk', target: `@${account.name}`});
		return {};
	});
