/** A file of this computer that is to be sent: which, and what is known of it so far. */
import {statSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import type {FileDescription} from '../../protocol/entities.ts';
import {ClientError, messageOf} from '../client-error.ts';
import {toFileName} from './file-name.ts';

export type OutgoingFile = {
	/** Absolute. */
	readonly path: string;
	/** What the message will call it. */
	readonly name: string;
	readonly size: number;
	/** By this computer's clock: tells whether it was changed meanwhile. */
	readonly modifiedAt: number;
	/** What the message will say of it; absent until the file was looked at. */
	readonly description?: FileDescription;
	/** A copy in the data folder that is sent instead: without the place where a picture was taken. */
	readonly copy?: string;
	/** It was made for this message: it goes with it, and its folder where nothing else is in that. */
	readonly isTemporary?: boolean;
};

/** @throws {ClientError} `local-file` */
export const describeOutgoing = (path: string, isTemporary = false): OutgoingFile => {
	const absolute = resolve(path);
	try {
		const stats = statSync(absolute);
		if (!stats.isFile()) {
			throw new Error(stats.isDirectory() ? 'it is a folder' : 'it is no plain file');
		}

		return {
			path: absolute,
			name: toFileName(basename(absolute)),
			size: stats.size,
			modifiedAt: Math.round(stats.mtimeMs),
			...(isTemporary ? {isTemporary} : {}),
		};
	} catch (error) {
		throw localFileError(path, error);
	}
};

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	EACCES: 'it may not be read',
	EPERM: 'it may not be read',
	EISDIR: 'it is a folder',
	ENOTDIR: 'a part of the path is no folder',
	EEXIST: 'a part of the path is no folder',
	EROFS: 'it may not be written',
	ENAMETOOLONG: 'the name is too long',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk is full',
};

/** What kept a file of this computer from being read or written, in words for people. */
export const localFileError = (path: string, error: unknown): ClientError => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reason = reasons[code] ?? messageOf(error);
	return new ClientError('local-file', `"${path}" cannot be used: ${reason}.`, {cause: error});
};
