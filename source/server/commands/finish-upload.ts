/** `finish-upload`: stores a file that has come whole, if it is the one announced. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found`, `bad-payload`, `file-mismatch`, `storage-full`, `busy` */
export const finishUpload = async (
	session: Session,
	{upload}: CommandRequest<'finish-upload'>,
): Promise<CommandReply<'finish-upload'>> => {
	await session.context.uploads.finish(session.requireAccount().id, upload);
	return {};
};
