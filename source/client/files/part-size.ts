/** How much of an unfinished file is here. */
import {stat} from 'node:fs/promises';

/** Bytes of an earlier try. */
export const bytesOfPart = async (part: string): Promise<number> => {
	try {
		return (await stat(part)).size;
	} catch {
		// There is none.
		return 0;
	}
};
