/** A file made, renamed or removed is so on the disk only when its folder is. */
import {open} from 'node:fs/promises';

export const syncFolder = async (folder: string): Promise<void> => {
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
};
