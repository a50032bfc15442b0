/** What a full disk, or a used-up share of one, looks like to a program. */

/** `ENOSPC`, `EDQUOT` and `EFBIG` of errno(3), and what SQLite makes of them. */
const fullCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL'];

export const isDiskFull = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && fullCodes.includes(error.code);
