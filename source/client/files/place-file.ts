/** Puts a fetched file where a person finds it, under a name that nothing else has. */
import {constants} from 'node:fs';
import {copyFile, link, mkdir, rm, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {numberedName} from './file-name.ts';
import {localFileError} from './outgoing-file.ts';

const namesMax = 10_000;

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : '';

const copyWhole = async (source: string, target: string): Promise<void> => {
	try {
		await copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
	} catch (error) {
		if (codeOf(error) !== 'EEXIST') {
			await rm(target, {force: true});
		}

		throw error;
	}
};

/** The bytes get a second name where the file system has such a thing; else they are copied. Never replaces anything. */
const linkOrCopy = async (source: string, target: string): Promise<void> => {
	try {
		await link(source, target);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			throw error;
		}

		await copyWhole(source, target);
	}
};

const isFolder = async (path: string): Promise<boolean> => {
	try {
		return (await stat(path)).isDirectory();
	} catch {
		// What is not there is going to be the file itself.
		return false;
	}
};

/**
 * `target` is a folder, or the path of the file. Returns the path that it has: `plan.pdf`, or `plan (2).pdf` where
 * there is one. `source` is left to the caller.
 *
 * @throws {ClientError} `local-file`
 */
export const placeFile = async (
	source: string,
	{
		target,
		name,
		isKept,
	}: {
		readonly target: string;
		readonly name: string;
		/** Whether `source` is still needed: then the two share no bytes. */
		readonly isKept: boolean;
	},
): Promise<string> => {
	if (target === '') {
		throw localFileError(target, new Error('it has no name'));
	}

	const isInside = target.endsWith('/') || (await isFolder(target));
	const folder = isInside ? target : dirname(target);
	const wanted = isInside ? name : basename(target);
	try {
		await mkdir(folder, {recursive: true});
		for (let number = 1; number <= namesMax; number += 1) {
			const path = join(folder, numberedName(wanted, number));
			try {
				await (isKept ? copyWhole : linkOrCopy)(source, path);
				return path;
			} catch (error) {
				if (codeOf(error) !== 'EEXIST') {
					throw error;
				}
			}
		}

		throw new Error('too many files have this name');
	} catch (error) {
		throw localFileError(join(folder, wanted), error);
	}
};
