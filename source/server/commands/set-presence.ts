/** `set-presence`: how the person wants to be seen while a device is connected. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

export const setPresence = (
	session: Session,
	{presence}: CommandRequest<'set-presence'>,
): Promise<CommandReply<'set-presence'>> => {
	const {id} = session.requireAccount();
	const {store, presence: board} = session.context;
	return store.transact(
		async transaction => {
			const account = await transaction.accounts.get(id);
			if (account !== undefined && account.presence !== presence) {
				await transaction.accounts.setPresence(id, presence);
				await transaction.entries.append({
					log: account.log,
					kind: 'presence-set',
					content: {presence},
				});
				transaction.afterCommit(() => board.choose(id, presence));
			}

			return {};
		},
		{account: id},
	);
};
