/** `ban-talk`: keeps an account from writing anywhere, for a while or until it is lifted. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {interrupt, recordAct, requireAdmin, requireCulprit} from '../administrators.ts';
import {describeRestriction, restrict} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden`, `not-found` */
export const banTalk = (
	session: Session,
	{name, forMs, reason}: CommandRequest<'ban-talk'>,
): Promise<CommandReply<'ban-talk'>> =>
	session.context.store.transact(async transaction => {
		const {accounts, entries} = transaction;
		const by = await requireAdmin(transaction, session);
		const account = await requireCulprit(transaction, name, by);
		const ban = restrict(forMs, reason);
		await interrupt(transaction, account.id);
		await accounts.setTalkBan(account.id, ban);
		await entries.append({log: account.log, kind: 'talk-banned', content: ban});
		const detail = describeRestriction(ban).trim();
		await recordAct(transaction, by, {act: 'ban-talk', target: `@${account.name}`, detail});
		return {};
	});
