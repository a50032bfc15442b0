/** `fetch-picture`: the bytes of a picture of a person or a group. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` */
export const fetchPicture = (
	session: Session,
	{picture}: CommandRequest<'fetch-picture'>,
): Promise<CommandReply<'fetch-picture'>> =>
	session.context.store.read(async ({pictures}) => {
		const bytes = await pictures.get(picture);
		if (bytes === undefined) {
			throw new ProtocolError('not-found', 'There is no such picture any more.');
		}

		return {picture: bytes.toString('base64')};
	});
