/** `set-admin`: an administrator makes another one, or takes that back. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {findAccounts} from '../membership.ts';
import {isInForce} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** The server always keeps one who may log in. @throws {ProtocolError} `forbidden`, `not-found` */
export const setAdmin = (
	session: Session,
	{name, isAdmin}: CommandRequest<'set-admin'>,
): Promise<CommandReply<'set-admin'>> =>
	session.context.store.transact(async transaction => {
		const {accounts, bans, entries} = transaction;
		const by = await requireAdmin(transaction, session);
		const [found] = await findAccounts(transaction, [name]);
		const account = found && (await accounts.get(found.id));
		if (account === undefined || account.isAdmin === isAdmin) {
			return {};
		}

		if (!isAdmin && (await accounts.countAdmins()) === 1) {
			throw new ProtocolError('forbidden', 'The server needs an administrator.');
		}

		if (isAdmin && isInForce(await bans.findByAccount(account.id))) {
			throw new ProtocolError('forbidden', `${account.name} is banned: /unban first.`);
		}

		await accounts.setAdmin(account.id, isAdmin);
		const kind = isAdmin ? 'admin-granted' : 'admin-revoked';
		await entries.append({log: account.log, kind, content: {by}});
		const act = isAdmin ? 'grant-admin' : 'revoke-admin';
		await recordAct(transaction, by, {act, target: `@${account.name}`});
		return {};
	});
