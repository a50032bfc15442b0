/** The process that makes a scheduled backup: it copies, hashes and checks where no connection has to wait for it. */
import {constants, setPriority} from 'node:os';
import type {BackupReport} from './backup-schedule.ts';
import {writeBackup} from './write-backup.ts';

const [folder = ''] = process.argv.slice(2);
const ending = new AbortController();
// A server that stops, however, wants no more of it.
process.once('disconnect', () => ending.abort());

const work = async (): Promise<BackupReport> => {
	try {
		setPriority(constants.priority.PRIORITY_LOW);
		const {file, bytes} = await writeBackup({folder, signal: ending.signal});
		return {kind: 'made', file, bytes};
	} catch (error) {
		return {kind: 'failed', reason: error instanceof Error ? error.message : String(error)};
	}
};

const report = await work();
if (process.connected) {
	process.send?.(report, () => process.disconnect());
}
