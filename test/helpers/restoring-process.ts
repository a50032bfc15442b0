/**
 * Restores a backup and kills itself with SIGKILL just before or just after its nth rename.
 *
 *     node test/helpers/restoring-process.ts FILE FOLDER NTH before|after
 */
import fs from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';

const [file = '', folder = '', nth = '0', when = 'before'] = process.argv.slice(2);
let renames = 0;
const dieIfDue = (moment: string): void => {
	if (renames === Number(nth) && when === moment) {
		process.kill(process.pid, 'SIGKILL');
	}
};

const {renameSync} = fs;
fs.renameSync = (...paths) => {
	renames += 1;
	dieIfDue('before');
	renameSync(...paths);
	dieIfDue('after');
};
const {rename} = fs.promises;
fs.promises.rename = async (...paths) => {
	renames += 1;
	dieIfDue('before');
	await rename(...paths);
	dieIfDue('after');
};
syncBuiltinESMExports();
const {restoreBackup} = await import('../../source/server/backup/restore-backup.ts');
await restoreBackup({file, folder, isReplacing: true});
process.stdout.write(`${renames}\n`);
