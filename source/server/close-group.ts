/** What goes when a group has no members any more: nothing can open it again. */
import {releaseFiles} from './release-files.ts';
import type {Session} from './session.ts';
import type {Transaction} from './store/store.ts';

/** Frees its name, voids its invitations, forgets its picture, its files and who was muted. */
export const closeGroup = async (
	transaction: Transaction,
	session: Session,
	log: number,
): Promise<void> => {
	const {conversations, files, invitations, members, pictures} = transaction;
	const picture = (await conversations.get(log))?.picture;
	await conversations.freeName(log);
	await invitations.removeOfGroup(log);
	await members.forgetAbsent(log);
	if (picture !== undefined) {
		await conversations.setPicture(log, undefined);
		await pictures.release(picture);
	}

	await releaseFiles(transaction, session.context.uploads, await files.removeUsesOf(log));
};
