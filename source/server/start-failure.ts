/** Why a server could not start, in one line that the person who starts it can act on. */
export class StartFailure extends Error {
	override name = 'StartFailure' as const;
}
