/** Whether there is room for a file: what admins have set, and what the disk has left. */
import {formatBytes} from '../../protocol/byte-sizes.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {readServerSettings} from '../server-settings.ts';
import type {Transaction} from '../store/store.ts';
import type {UploadGoal} from './upload.ts';

/** Left free for the database, whatever files want: messages are worth more. */
const reserveBytes = 67_108_864;
/** On a small disk, this part of what is free. */
const reservePart = 0.25;

/** @throws {ProtocolError} `storage-full` */
export const checkDisk = (bytesToCome: number, freeBytes: number | undefined): void => {
	if (freeBytes === undefined) {
		return;
	}

	const reserved = Math.min(reserveBytes, freeBytes * reservePart);
	if (bytesToCome > freeBytes - reserved) {
		throw new ProtocolError('storage-full', 'The server has no room for this file.');
	}
};

/** Asked once the upload has its row, which a refusal takes back. `bytesToCome` are not stored yet. @throws {ProtocolError} `limit-exceeded`, `storage-full` */
export const checkQuota = async (
	transaction: Transaction,
	{account, size}: UploadGoal,
	bytesToCome: number,
): Promise<void> => {
	const {files} = transaction;
	const settings = await readServerSettings(transaction);
	if (size > settings.fileBytesMax) {
		const most = formatBytes(settings.fileBytesMax);
		throw new ProtocolError(
			'limit-exceeded',
			`This server takes files of at most ${most}; this one has ${formatBytes(size)}.`,
		);
	}

	if ((await files.sumBytesOf(account)) > settings.accountFileBytesMax) {
		const most = formatBytes(settings.accountFileBytesMax);
		throw new ProtocolError(
			'limit-exceeded',
			`Your files would take more than the ${most} that each account has here. Recall some first.`,
		);
	}

	if ((await files.sumBytes()) + bytesToCome > settings.serverFileBytesMax) {
		throw new ProtocolError('storage-full', 'The files on this server have reached its limit.');
	}

	if ((await files.countUploads(account)) > limits.uploadsPerAccountMax) {
		throw new ProtocolError(
			'limit-exceeded',
			`At most ${limits.uploadsPerAccountMax} files are sent at the same time.`,
		);
	}
};
