/** Why a backup could not be made, or not be restored, in one line that the person who runs the server can act on. */
export class BackupFailure extends Error {
	override name = 'BackupFailure' as const;
}
