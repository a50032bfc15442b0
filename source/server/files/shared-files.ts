/** Files that all nodes reach, and parts that are this node's own: a part is copied when it is whole. */
import type {ContentStore, FileStore} from './file-store.ts';
import {openPartFolder} from './part-folder.ts';

/** `partsFolder` is of this process alone: what is hashed as it comes is what stands there. */
export const openSharedFiles = (contents: ContentStore, partsFolder: string): FileStore => {
	const {pathOf, ...parts} = openPartFolder(partsFolder);
	return {
		...contents,
		...parts,
		keepPart: (key, id) => contents.keepCopy(pathOf(key), id),
		async freeBytes() {
			const free = await contents.freeBytes();
			return Math.min(free ?? Number.POSITIVE_INFINITY, await parts.freeBytes());
		},
	};
};
