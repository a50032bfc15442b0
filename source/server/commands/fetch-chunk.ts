/** `fetch-chunk`: a piece of the file that a message carries, for who may see the message. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {MissingFile} from '../files/file-store.ts';
import {findMessage} from '../find-message.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `not-found`, `busy` */
export const fetchChunk = async (
	session: Session,
	{conversation, seq, offset, length}: CommandRequest<'fetch-chunk'>,
): Promise<CommandReply<'fetch-chunk'>> => {
	const {id} = session.requireAccount();
	const {store, files} = session.context;
	const {content} = await store.read(transaction =>
		findMessage(transaction, id, {conversation, seq}),
	);
	if (content.file === undefined) {
		throw new ProtocolError('not-found', 'This message carries no file.');
	}

	try {
		return {data: await files.read(content.file.id, {offset, length})};
	} catch (error) {
		if (error instanceof MissingFile) {
			throw new ProtocolError('not-found', 'This file is not on the server any more.', {
				cause: error,
			});
		}

		throw error;
	}
};
