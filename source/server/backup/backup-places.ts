/** Where backups and what belongs to them are in a server's data folder, and what they are called. */
import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';

export const backupsName = 'backups';
/** What a backup under way gathers; on the same disk as the data, so that files can be linked. */
export const workName = 'backup.part';

export const backupsFolder = (folder: string): string => join(folder, backupsName);

const pattern = /^chat-tui-(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d)Z\.tar$/;
const partPattern = /^chat-tui-.*\.tar\.part$/;

/** `2026-11-21T093000Z`: sorts by time, and no system refuses it in a name. */
export const stampOf = (at: Date): string =>
	at.toISOString().replaceAll(':', '').replace(/\.\d+/, '');

/** `chat-tui-2026-11-21T093000Z.tar` */
export const backupName = (at: Date): string => `chat-tui-${stampOf(at)}.tar`;

/** Milliseconds since 1970; `undefined` for what is no backup's name. */
export const timeOfBackup = (name: string): number | undefined => {
	const [, day, hour, minute, second] = pattern.exec(name) ?? [];
	const at = Date.parse(`${day}${hour}:${minute}:${second}Z`);
	return Number.isNaN(at) ? undefined : at;
};

export type KnownBackup = {readonly file: string; readonly at: number};

const namesIn = (folder: string): string[] => {
	try {
		return readdirSync(folder);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw error;
	}
};

/** The newest first. All are whole: a backup gets its name once it was verified. */
export const listBackups = (folder: string): KnownBackup[] => {
	const backups = backupsFolder(folder);
	return namesIn(backups)
		.flatMap(name => {
			const at = timeOfBackup(name);
			return at === undefined ? [] : [{file: join(backups, name), at}];
		})
		.sort((one, other) => other.at - one.at);
};

/** Removes what a backup left that was ended suddenly. Call with the folder's backup lock held. */
export const removeLeftovers = (folder: string): void => {
	const backups = backupsFolder(folder);
	const leftovers = [
		join(folder, workName),
		...namesIn(backups)
			.filter(name => partPattern.test(name))
			.map(name => join(backups, name)),
	];
	for (const leftover of leftovers) {
		rmSync(leftover, {recursive: true, force: true});
	}
};
