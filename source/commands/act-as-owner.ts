/** Root works on a server's folder as the owner of what is in it, so that the server can use what comes of it. */
import {statSync} from 'node:fs';

/**
 * For the rest of this process. Where there is no folder yet, it is root's.
 *
 * @returns the user id of the owner that root works as
 */
export const actAsOwner = (folder: string): number | undefined => {
	const owner = statSync(folder, {throwIfNoEntry: false});
	if (process.geteuid?.() !== 0 || owner === undefined || owner.uid === 0) {
		return undefined;
	}

	process.setgroups?.([owner.gid]);
	process.setgid?.(owner.gid);
	process.setuid?.(owner.uid);
	return owner.uid;
};
