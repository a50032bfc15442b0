/** Removes what a sudden end has left in the file store: contents and parts that no row knows. */
import type {Store} from '../store/store.ts';
import type {FileStore} from './file-store.ts';
import type {Uploads} from './uploads.ts';

/** A part is named by its account and its file. */
const partPattern = /^(\d+)-([\w-]{43})$/;

const isWantedPart = (store: Store, key: string): Promise<boolean> => {
	const [, account, file] = partPattern.exec(key) ?? [];
	return store.read(async ({files}) =>
		file === undefined ? false : (await files.getUpload(Number(account), file))?.isWhole === false,
	);
};

export const tidyFiles = async (
	store: Store,
	files: FileStore,
	uploads: Uploads,
): Promise<void> => {
	for (const key of await files.listParts()) {
		if (!(await isWantedPart(store, key))) {
			await files.removePart(key);
		}
	}

	for await (const id of files.list()) {
		await uploads.removeContent(id);
	}
};
