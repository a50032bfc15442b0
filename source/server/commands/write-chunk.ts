/** `write-chunk`: the next piece of an upload. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found`, `bad-payload`, `storage-full` */
export const writeChunk = async (
	session: Session,
	chunk: CommandRequest<'write-chunk'>,
): Promise<CommandReply<'write-chunk'>> => ({
	offset: await session.context.uploads.write(session.requireAccount().id, chunk),
});
