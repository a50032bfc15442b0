/** How a command ends when it could not do what was asked: a sentence on stderr and an exit status. */

export class CommandFailure extends Error {
	override name = 'CommandFailure';
	readonly exitCode: 1 | 2 = 1;
}

/** The command line itself makes no sense. */
export class UsageError extends CommandFailure {
	override name = 'UsageError';
	override readonly exitCode = 2;
}
