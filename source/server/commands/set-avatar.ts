/** `set-avatar`: gives the person a picture, or takes it away. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {checkTalkBan} from '../may-write.ts';
import {tellProfile} from '../profile-change.ts';
import {readPicture} from '../read-picture.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `bad-payload`, `limit-exceeded`, `talk-banned` */
export const setAvatar = async (
	session: Session,
	{picture}: CommandRequest<'set-avatar'>,
): Promise<CommandReply<'set-avatar'>> => {
	const {id} = session.requireAccount();
	const bytes = readPicture(picture);
	return session.context.store.transact(async transaction => {
		const {accounts, pictures} = transaction;
		await checkTalkBan(transaction, id);
		const before = (await accounts.get(id))?.avatar;
		const avatar = bytes && (await pictures.add(bytes));
		if (avatar === before) {
			return {};
		}

		await accounts.setAvatar(id, avatar);
		if (before !== undefined) {
			await pictures.release(before);
		}

		await tellProfile(transaction, session);
		return {};
	});
};
