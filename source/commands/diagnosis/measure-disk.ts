/** How long a disk needs until it has really written: what every commit of a server waits for. */
import {closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';

const rounds = 20;
const page = Buffer.alloc(4_096, 'x');

/** Milliseconds for a page, by a file of its own that is removed. */
export const measureDisk = (folder: string): {medianMs: number; worstMs: number} => {
	const own = mkdtempSync(join(folder, 'doctor-'));
	const descriptor = openSync(join(own, 'page'), 'wx', 0o600);
	try {
		const times = Array.from({length: rounds}, () => {
			const startedAt = performance.now();
			writeSync(descriptor, page);
			fdatasyncSync(descriptor);
			return performance.now() - startedAt;
		}).sort((one, other) => one - other);
		return {medianMs: times[rounds / 2] ?? 0, worstMs: times.at(-1) ?? 0};
	} finally {
		closeSync(descriptor);
		rmSync(own, {recursive: true, force: true});
	}
};
