/** `start-upload`: begins to take a file, or goes on where it was cut. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `limit-exceeded`, `storage-full`, `busy` */
export const startUpload = (
	session: Session,
	{file, size}: CommandRequest<'start-upload'>,
): Promise<CommandReply<'start-upload'>> =>
	session.context.uploads.start({account: session.requireAccount().id, file, size});
