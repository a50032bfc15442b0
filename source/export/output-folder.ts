/**
 * The folder of an export. It is written as `NAME.partial` beside its place and gets its name when all of it is on the
 * disk: a cut export is never taken for a whole one, and the next one goes on from the files that it had fetched.
 */
import {mkdir, readdir, readFile, rename, rm, rmdir} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {syncFolder} from '../disk/sync-folder.ts';
import {ExportError} from './export-error.ts';
import {writeOutputFile} from './output-file.ts';

/** In the unfinished folder: whose it is, and which process writes it. */
const cardName = 'partial.json';
/** What an export leaves to the next one. */
export const filesFolderName = 'files';

export type OutputFolder = {
	/** Where to write. */
	readonly path: string;
	/** Gives the folder its name; returns that. */
	finish(): Promise<string>;
};

type Card = {readonly account: string; readonly pid: number};

const codeOf = (error: unknown): unknown =>
	error instanceof Error && 'code' in error ? error.code : undefined;

/** Names below `folder`; `undefined` when there is none. */
const list = async (folder: string): Promise<string[] | undefined> => {
	try {
		return await readdir(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return undefined;
		}

		throw new ExportError(
			codeOf(error) === 'ENOTDIR'
				? `${folder} is no folder.`
				: `${folder} cannot be read: ${String(error)}`,
			{cause: error},
		);
	}
};

const readCard = async (folder: string): Promise<Card | undefined> => {
	try {
		const {account, pid} = JSON.parse(await readFile(join(folder, cardName), 'utf8')) as Card;
		return typeof account === 'string' && Number.isSafeInteger(pid) ? {account, pid} : undefined;
	} catch {
		// It has none, or none that was finished.
		return undefined;
	}
};

const isRunning = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return pid !== process.pid;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
};

/** Leaves what was fetched, when the unfinished export is of the same account. @throws {ExportError} */
const takeOver = async (partial: string, names: readonly string[], account: string) => {
	const card = await readCard(partial);
	if (card?.account !== account) {
		throw new ExportError(
			`${partial} is in the way, and no unfinished export of ${account}: move it away.`,
		);
	}

	if (isRunning(card.pid)) {
		throw new ExportError(`Another export (process ${card.pid}) writes to ${partial} now.`);
	}

	for (const name of names) {
		if (name !== filesFolderName) {
			await rm(join(partial, name), {recursive: true});
		}
	}
};

/** @throws {ExportError} when the folder has something in it, or another export is at work there */
export const openOutputFolder = async (target: string, account: string): Promise<OutputFolder> => {
	const path = resolve(target);
	const partial = join(dirname(path), `${basename(path)}.partial`);
	const existing = await list(path);
	if (existing !== undefined && existing.length > 0) {
		throw new ExportError(`${path} is not empty: name a new folder.`);
	}

	const begun = await list(partial);
	if (begun !== undefined && begun.length > 0) {
		await takeOver(partial, begun, account);
	}

	await mkdir(dirname(partial), {recursive: true, mode: 0o700});
	if (begun === undefined) {
		// Not recursive: Node tries for ever where the system takes no folders, as in /proc.
		await mkdir(partial, {mode: 0o700});
	}

	await writeOutputFile(
		join(partial, cardName),
		`${JSON.stringify({account, pid: process.pid})}\n`,
	);
	return {
		path: partial,
		async finish() {
			await rm(join(partial, cardName));
			await syncFolder(partial);
			if (existing !== undefined) {
				await rmdir(path);
			}

			await rename(partial, path);
			await syncFolder(dirname(path));
			return path;
		},
	};
};
