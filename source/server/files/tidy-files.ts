/** Removes what a sudden end has left in the file store: contents and parts that no row knows. */
import type {Store} from '../store/store.ts';
import type {FileStore} from './file-store.ts';
import type {Uploads} from './uploads.ts';

/** A part is named by its account and its file. */
const partPattern = /^(\d+)-([\w-]{43})$/;
const dayMs = 86_400_000;

const tidyParts = async (files: FileStore, uploads: Uploads): Promise<void> => {
	for (const {key} of await files.listParts()) {
		const [, account, file] = partPattern.exec(key) ?? [];
		await (file === undefined
			? files.removePart(key)
			: uploads.removeLeftoverPart(Number(account), file));
	}
};

/** Of a shared store, what is younger than a day stays: another node may be about to store its row. */
export const tidyFiles = async (
	store: Store,
	files: FileStore,
	uploads: Uploads,
): Promise<void> => {
	await tidyParts(files, uploads);
	const before = files.isShared ? Date.now() - dayMs : Number.POSITIVE_INFINITY;
	await files.removeUnfinished(before);
	for await (const {id, storedAt} of files.list()) {
		if (storedAt >= before) {
			continue;
		}

		const size = await store.read(transaction => transaction.files.getSize(id));
		if (size === undefined) {
			await uploads.removeContent(id);
		}
	}
};
