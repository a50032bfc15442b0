/** The file that a message carries: whose it may be, and that it is counted as needed. */
import type {FileDescription, Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Transaction} from './store/store.ts';

/**
 * A file goes into a message when the sender has sent it to the server: to know its id is not enough.
 *
 * @throws {ProtocolError} `not-found`, `bad-payload`
 */
export const checkFile = async (
	{files}: Transaction,
	sender: Profile,
	{id, size}: FileDescription,
): Promise<void> => {
	const upload = await files.getUpload(sender.id, id);
	const isOwn = upload?.isWhole === true || (await files.isUsedBy(sender.id, id));
	const stored = await files.getSize(id);
	if (!isOwn || stored === undefined) {
		throw new ProtocolError('not-found', 'The file is not on the server: send it anew.');
	}

	if (stored !== size) {
		throw new ProtocolError('bad-payload', `The file has ${stored} bytes, not ${size}.`);
	}
};

/** The message at `place` needs the file from now on; its upload is over, unless bytes still come for it. */
export const attachFile = async (
	{files}: Transaction,
	sender: Profile,
	{log, seq, file}: {log: number; seq: number; file: FileDescription},
): Promise<void> => {
	await files.addUse({log, seq, file: file.id, account: sender.id, kind: file.kind});
	if ((await files.getUpload(sender.id, file.id))?.isWhole) {
		await files.removeUpload(sender.id, file.id);
	}
};
