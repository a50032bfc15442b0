/** Why a backup could not be made, or not be restored, in one line that the person who runs the server can act on. */
import {isDiskFull} from '../../disk/is-disk-full.ts';

export class BackupFailure extends Error {
	override name = 'BackupFailure' as const;
}

/** What the system says of a full disk, in words; anything else as it is. */
export const explainFullDisk = (error: unknown, folder: string): unknown =>
	isDiskFull(error)
		? new BackupFailure(`There is no room in ${folder}: the disk is full.`, {cause: error})
		: error;
