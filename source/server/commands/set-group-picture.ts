/** `set-group-picture`: an admin gives the group a picture, or takes it away. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {appendNotice} from '../group-notices.ts';
import {requireVoice} from '../may-write.ts';
import {requireGroupAdmin} from '../membership.ts';
import {readPicture} from '../read-picture.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `talk-banned`, `muted`, `bad-payload`, `limit-exceeded` */
export const setGroupPicture = (
	session: Session,
	{conversation: log, picture: base64}: CommandRequest<'set-group-picture'>,
): Promise<CommandReply<'set-group-picture'>> => {
	const sender = session.requireAccount();
	const bytes = readPicture(base64);
	return session.context.store.transact(async transaction => {
		const {conversations, pictures} = transaction;
		const {group} = await requireGroupAdmin(transaction, log, sender.id);
		await requireVoice(transaction, log, sender.id);
		const picture = bytes && (await pictures.add(bytes));
		if (picture === group.picture) {
			return {};
		}

		await conversations.setPicture(log, picture);
		if (group.picture !== undefined) {
			await pictures.release(group.picture);
		}

		const content = {picture: picture ?? ''};
		await appendNotice(transaction, {log, kind: 'group-changed', content, sender});
		return {};
	});
};
