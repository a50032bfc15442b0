/** Why a server could not be moved, in one line that the person who runs it can act on. */
export class MigrateFailure extends Error {
	override name = 'MigrateFailure' as const;
}
