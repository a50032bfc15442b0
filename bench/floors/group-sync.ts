/** Appends to a file and tells when it is on the disk; everything that waits shares one `fdatasync`. */
import {closeSync, fdatasync, openSync, writevSync} from 'node:fs';

export type GroupSync = {
	/** Calls `onStored` once `bytes` are on the disk, in the order of the calls. */
	append(bytes: Buffer, onStored: () => void): void;
	close(): void;
};

export const openGroupSync = (path: string): GroupSync => {
	const file = openSync(path, 'a', 0o600);
	let waiting: {bytes: Buffer; onStored: () => void}[] = [];
	let isBusy = false;

	const storeWaiting = (): void => {
		const group = waiting;
		waiting = [];
		writevSync(
			file,
			group.map(({bytes}) => bytes),
		);
		fdatasync(file, error => {
			if (error) {
				throw new Error(`Cannot sync ${path}.`, {cause: error});
			}

			for (const {onStored} of group) {
				onStored();
			}

			isBusy = waiting.length > 0;
			if (isBusy) {
				storeWaiting();
			}
		});
	};

	return {
		append(bytes, onStored) {
			waiting.push({bytes, onStored});
			if (!isBusy) {
				isBusy = true;
				setImmediate(storeWaiting);
			}
		},
		close: () => closeSync(file),
	};
};
