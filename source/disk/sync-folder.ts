/** A file made, renamed or removed is so on the disk only when its folder is. */
import {open} from 'node:fs/promises';

/** Windows knows no such thing: there it does nothing. */
export const syncFolder = async (folder: string): Promise<void> => {
	if (process.platform === 'win32') {
		return;
	}

	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
};
