/** Nodes of one server as its files see them: a store that all have, an account, and uploads of each node's own. */
import {type Logger, pino} from 'pino';
import {onTestFinished} from 'vitest';
import type {FileStore} from '../../source/server/files/file-store.ts';
import {Uploads} from '../../source/server/files/uploads.ts';
import {openSqliteStore} from '../../source/server/store/sqlite/sqlite-store.ts';
import type {Store} from '../../source/server/store/store.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {idOf} from './wire-files.ts';

export type FileNodes = {
	readonly store: Store;
	/** Id of somebody who sends files. */
	readonly account: number;
	start(files: FileStore): Uploads;
};

export const openFileNodes = async (
	logger: Logger = pino({level: 'silent'}),
): Promise<FileNodes> => {
	const store = await openSqliteStore({folder: temporaryFolder(), onCommitted: () => undefined});
	onTestFinished(() => store.close());
	const {id} = await store.transact(({accounts}) =>
		accounts.add({name: 'ada', passwordHash: 'none'}),
	);
	const start = (files: FileStore): Uploads => {
		const uploads = new Uploads({store, files, logger});
		onTestFinished(() => uploads.close());
		return uploads;
	};
	return {store, account: id, start};
};

const chunkBytes = 65_536;

/** Sends bytes from where the node says to `end`; resolves with the upload's number and where it began. */
export const sendTo = async (
	uploads: Uploads,
	account: number,
	{bytes, end = bytes.length}: {bytes: Buffer; end?: number},
): Promise<{upload: number; offset: number}> => {
	const started = await uploads.start({account, file: idOf(bytes), size: bytes.length});
	for (let offset = started.offset; offset < end; offset += chunkBytes) {
		const data = bytes.subarray(offset, Math.min(end, offset + chunkBytes));
		await uploads.write(account, {upload: started.upload, offset, data});
	}

	return started;
};

export const sendWhole = async (uploads: Uploads, account: number, bytes: Buffer) => {
	const {upload} = await sendTo(uploads, account, {bytes});
	await uploads.finish(account, upload);
};

export const readWhole = async (files: FileStore, id: string): Promise<Buffer> => {
	const pieces: Uint8Array[] = [];
	for (let offset = 0; ; ) {
		const piece = await files.read(id, {offset, length: chunkBytes});
		if (piece.length === 0) {
			return Buffer.concat(pieces);
		}

		pieces.push(piece);
		offset += piece.length;
	}
};

export const listIds = async (files: FileStore): Promise<string[]> => {
	const ids: string[] = [];
	for await (const {id} of files.list()) {
		ids.push(id);
	}

	return ids.sort();
};
