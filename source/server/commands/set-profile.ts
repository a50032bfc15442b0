/** `set-profile`: changes what a person tells about themselves; an empty text takes it away. */
import {isDeepStrictEqual} from 'node:util';
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {checkTalkBan} from '../may-write.ts';
import {tellProfile} from '../profile-change.ts';
import type {Session} from '../session.ts';
import type {ProfileFields} from '../store/rows.ts';

type Request = CommandRequest<'set-profile'>;

/** Without line breaks and blank ends; empty ones are left out. */
const change = (before: ProfileFields, request: Request): ProfileFields => {
	const next: Record<string, string> = {};
	for (const [field, text] of Object.entries({...before, ...request})) {
		const line = (text ?? '').replace(/\s+/g, ' ').trim();
		if (line !== '') {
			next[field] = line;
		}
	}

	return next;
};

/** @throws {ProtocolError} `talk-banned` */
export const setProfile = (
	session: Session,
	request: Request,
): Promise<CommandReply<'set-profile'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await checkTalkBan(transaction, id);
		const account = await transaction.accounts.get(id);
		const next = change(account?.profile ?? {}, request);
		if (account !== undefined && !isDeepStrictEqual(next, account.profile)) {
			await transaction.accounts.setProfile(id, next);
			await tellProfile(transaction, session);
		}

		return {};
	});
};
