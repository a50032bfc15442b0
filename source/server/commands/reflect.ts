/** `reflect`: sends the text back as it was, with the server's time. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';

export const reflect = (
	_session: Session,
	{text}: CommandRequest<'reflect'>,
): CommandReply<'reflect'> => ({text, at: Date.now()});
