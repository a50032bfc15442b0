/** Removes a file that was made for one message, and the folder that was made for it. */
import {rmdirSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';

const keptCodes: readonly unknown[] = ['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EACCES', 'EPERM', 'EBUSY'];

/** Does nothing where it is gone. The folder stays when something else is in it, or when it may not be removed. */
export const removeTemporary = (path: string): void => {
	rmSync(path, {force: true});
	try {
		rmdirSync(dirname(path));
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && keptCodes.includes(error.code))) {
			throw error;
		}
	}
};
