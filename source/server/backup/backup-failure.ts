/** Why a backup could not be made, or not be restored, in one line that the person who runs the server can act on. */
export class BackupFailure extends Error {
	override name = 'BackupFailure' as const;
}

/** What the system says of a full disk, in words; anything else as it is. */
export const explainFullDisk = (error: unknown, folder: string): unknown => {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL'
		? new BackupFailure(`There is no room in ${folder}: the disk is full.`, {cause: error})
		: error;
};
