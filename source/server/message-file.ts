/** The file that a message carries: whose it may be, and that it is counted as needed. */
import type {FileDescription, Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Transaction} from './store/store.ts';

/** Bytes of a stored file that this account has sent, whole. To know its id is not enough: it would be a key to the content. */
export const sizeOfOwn = async (
	{files}: Transaction,
	account: number,
	id: string,
): Promise<number | undefined> => {
	const isOwn =
		(await files.getUpload(account, id))?.isWhole === true || (await files.isUsedBy(account, id));
	return isOwn ? files.getSize(id) : undefined;
};

/**
 * A file goes into a message when the sender has sent it to the server: to know its id is not enough.
 *
 * @throws {ProtocolError} `not-found`, `bad-payload`
 */
export const checkFile = async (
	transaction: Transaction,
	sender: Profile,
	{id, size}: FileDescription,
): Promise<void> => {
	const stored = await sizeOfOwn(transaction, sender.id, id);
	if (stored === undefined) {
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
