/** How an upload ends: its content is stored and has a row, or nothing of it stays. */
import type {Logger} from 'pino';
import type {Store} from '../store/store.ts';
import {checkQuota} from './file-quota.ts';
import type {FileStore} from './file-store.ts';
import {keyOf, toStorageError, type UploadGoal} from './upload.ts';

type Stores = {readonly store: Store; readonly files: FileStore; readonly logger: Logger};

/** First the bytes, then the row: a row always has its content. */
export const storeUpload = async ({store, files}: Stores, goal: UploadGoal): Promise<void> => {
	const keep = async (): Promise<void> => {
		try {
			await files.keepPart(keyOf(goal), goal.file);
		} catch (error) {
			throw toStorageError(error);
		}
	};
	if (files.isShared) {
		// It may take minutes, in which nobody shall wait for the lock.
		await keep();
	}

	await store.exclusively(goal.file, async () => {
		// Another node may have found no row for it meanwhile, and removed it.
		if (!files.isShared || !(await files.has(goal.file))) {
			await keep();
		}

		await store.transact(async transaction => {
			await transaction.files.add(goal.file, goal.size);
			await transaction.files.setUpload({...goal, at: Date.now(), isWhole: true});
			// Others may have filled the room meanwhile: nobody reserves it.
			await checkQuota(transaction, goal, 0);
		});
	});
	await files.removePart(keyOf(goal));
};

/** Removes the content of a file whose row is gone, unless it came back meanwhile. */
export const removeContent = async ({store, files, logger}: Stores, id: string): Promise<void> => {
	try {
		await store.exclusively(id, async () => {
			const size = await store.read(transaction => transaction.files.getSize(id));
			if (size === undefined) {
				await files.remove(id);
			}
		});
	} catch (error) {
		// It is found again when files are tidied.
		logger.error({err: error}, 'a file could not be removed');
	}
};

/** Removes the part, its row, and the stored file if nothing else needs it. */
export const discardUpload = async (
	stores: Stores,
	{account, file}: Pick<UploadGoal, 'account' | 'file'>,
): Promise<void> => {
	await stores.files.removePart(keyOf({account, file}));
	const isReleased = await stores.store.transact(async transaction => {
		await transaction.files.removeUpload(account, file);
		return transaction.files.release(file);
	});
	if (isReleased) {
		await removeContent(stores, file);
	}
};
