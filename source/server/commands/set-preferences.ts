/** `set-preferences`: what the account chose for all its devices; only what is named changes. */
import {isDeepStrictEqual} from 'node:util';
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Preferences} from '../../protocol/entities.ts';
import {override} from '../override.ts';
import type {Session} from '../session.ts';

/** A quiet time that is over is none, and so are hours that end as they begin. */
const tidy = ({quietUntil, quietHours, ...rest}: Preferences): Preferences => ({
	...rest,
	...(quietUntil === undefined || quietUntil <= Date.now() ? {} : {quietUntil}),
	...(quietHours === undefined || quietHours.from === quietHours.to ? {} : {quietHours}),
});

export const setPreferences = (
	session: Session,
	request: CommandRequest<'set-preferences'>,
): Promise<CommandReply<'set-preferences'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(
		async transaction => {
			const {accounts, entries} = transaction;
			const account = await accounts.get(id);
			const before = await accounts.getPreferences(id);
			const content = tidy(override(before, request));
			if (account !== undefined && !isDeepStrictEqual(content, before)) {
				await accounts.setPreferences(id, content);
				await entries.append({log: account.log, kind: 'preferences-changed', content});
			}

			return {};
		},
		{account: id},
	);
};
