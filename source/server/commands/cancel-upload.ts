/** `cancel-upload`: forgets what has come of a file; what a message carries stays. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

export const cancelUpload = async (
	session: Session,
	{file}: CommandRequest<'cancel-upload'>,
): Promise<CommandReply<'cancel-upload'>> => {
	await session.context.uploads.cancel({account: session.requireAccount().id, file});
	return {};
};
