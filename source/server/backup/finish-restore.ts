/**
 * Puts a restored server in the place of the one before it.
 *
 * What was restored waits, whole and verified, in `restored-TIME/` of the data folder: the name it got by one rename, which
 * decides that it takes over. Its pieces then move into the folder one by one, and those before them into
 * `replaced-TIME/`. However often this is cut short, calling it again goes on where it stopped: as long as a piece waits,
 * the one in the folder is the old one.
 */
import {
	closeSync,
	existsSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmdirSync,
	rmSync,
} from 'node:fs';
import {join} from 'node:path';

const pattern = /^restored-(.+)$/;

export const restoredName = (stamp: string): string => `restored-${stamp}`;
export const replacedName = (stamp: string): string => `replaced-${stamp}`;

/** Each with what belongs to the old one alone, and goes with it. */
const pieces: readonly (readonly [string, ...string[]])[] = [
	// A database and its log are one: the old log must never meet the new database.
	['server.db', 'server.db-wal', 'server.db-shm'],
	['identity.pem'],
	['files'],
];

/** Whatever of a server is in the folder. */
export const serverPieces: readonly string[] = pieces.flat();

const syncFolderNow = (folder: string): void => {
	const descriptor = openSync(folder, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
};

const moveAside = (folder: string, replaced: string, name: string): void => {
	if (existsSync(join(folder, name))) {
		mkdirSync(replaced, {recursive: true, mode: 0o700});
		renameSync(join(folder, name), join(replaced, name));
		syncFolderNow(replaced);
	}
};

const takeOver = (folder: string, stamp: string): void => {
	const restored = join(folder, restoredName(stamp));
	const replaced = join(folder, replacedName(stamp));
	for (const [name, ...companions] of pieces) {
		if (existsSync(join(restored, name))) {
			// The database last: as long as it is in the folder, its log is to be moved too.
			for (const old of [...companions, name]) {
				moveAside(folder, replaced, old);
			}

			renameSync(join(restored, name), join(folder, name));
			syncFolderNow(folder);
		}
	}

	rmdirSync(restored);
	syncFolderNow(folder);
};

/** Call with the folder's server lock held. Does nothing when no restored server waits, but removes what was not yet one. */
export const finishRestore = (folder: string): void => {
	for (const name of readdirSync(folder).sort()) {
		const [, stamp] = pattern.exec(name) ?? [];
		if (stamp?.endsWith('.part')) {
			rmSync(join(folder, name), {recursive: true});
		} else if (stamp !== undefined) {
			takeOver(folder, stamp);
		}
	}
};
