/** `claim-admin`: the one-time code of the first start makes the account an administrator. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {forgetAdminCode, isAdminCode} from '../admin-code.ts';
import {recordAct} from '../administrators.ts';
import {attempt} from '../attempt.ts';
import type {Session} from '../session.ts';
import {addressKey} from '../throttle.ts';

/** @throws {ProtocolError} `code-invalid` */
export const claimAdmin = (
	session: Session,
	{code}: CommandRequest<'claim-admin'>,
): Promise<CommandReply<'claim-admin'>> => {
	const {id} = session.requireAccount();
	const {throttles, store} = session.context;
	const claim = () =>
		store.transact(async transaction => {
			const account = await transaction.accounts.get(id);
			if (account === undefined || !(await isAdminCode(transaction, code))) {
				throw new ProtocolError('code-invalid');
			}

			await forgetAdminCode(transaction);
			await transaction.accounts.setAdmin(id, true);
			await transaction.entries.append({log: account.log, kind: 'admin-granted', content: {}});
			await recordAct(transaction, account, {act: 'claim-admin'});
			return {};
		});
	return attempt([[throttles.logInAddress, addressKey(session.address)]], claim);
};
