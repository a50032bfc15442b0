/** Writes large files so that nobody else's wait for the disk becomes theirs. */
import {open} from 'node:fs/promises';

/** Bytes after which the disk is waited for: a server that commits beside this waits for no more than these. */
const syncEachBytes = 8_388_608;

/** Writes a new file for its owner alone; resolves when it is on the disk. Rejects when there is one. */
export const writeSynced = async (
	file: string,
	chunks: AsyncIterable<Uint8Array>,
): Promise<void> => {
	const handle = await open(file, 'wx', 0o600);
	try {
		let unsynced = 0;
		for await (const chunk of chunks) {
			await handle.writeFile(chunk);
			unsynced += chunk.length;
			if (unsynced >= syncEachBytes) {
				await handle.datasync();
				unsynced = 0;
			}
		}

		await handle.sync();
	} finally {
		await handle.close();
	}
};
