/** Files of messages that are no more: their content goes when no other message needs it. */
import type {Uploads} from './files/uploads.ts';
import type {Transaction} from './store/store.ts';

/** The content is removed after the commit. */
export const releaseFiles = async (
	transaction: Transaction,
	uploads: Uploads,
	files: readonly string[],
): Promise<void> => {
	for (const file of files) {
		if (await transaction.files.release(file)) {
			transaction.afterCommit(() => void uploads.removeContent(file));
		}
	}
};
