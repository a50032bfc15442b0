/** Looks at a file before it is sent: its id, what it is, what is shown of it; takes out where a picture was taken. */
import {randomUUID} from 'node:crypto';
import {rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {makePrivateFolder} from '../../data-folder.ts';
import type {MediaReader} from '../../media/media-reader.ts';
import {ClientError} from '../client-error.ts';
import {hashFile} from './hash-file.ts';
import {localFileError, type OutgoingFile} from './outgoing-file.ts';

export type PrepareOptions = {
	readonly media: MediaReader;
	/** Where copies are kept until they are sent. */
	readonly folder: string;
	/** Whether pictures keep the place where they were taken. */
	readonly keepsLocation: boolean;
	readonly signal: AbortSignal;
	/** Called with the bytes that were read. */
	onProgress(bytes: number): void;
};

const copyWithoutLocation = async (
	{path}: OutgoingFile,
	{media, folder, keepsLocation}: PrepareOptions,
): Promise<string | undefined> => {
	if (keepsLocation) {
		return undefined;
	}

	makePrivateFolder(folder);
	const copy = join(folder, randomUUID());
	try {
		return (await media.withoutLocation(path, copy)) ? copy : undefined;
	} catch (error) {
		throw new ClientError(
			'local-file',
			`"${path}" is a broken picture that may tell where it was taken. "/location keep" sends it as it is.`,
			{cause: error},
		);
	}
};

/** Names the file by its content as it is now. @throws {ClientError} `local-file` */
export const prepareFile = async (
	file: OutgoingFile,
	options: PrepareOptions,
): Promise<OutgoingFile> => {
	const {media, signal, onProgress} = options;
	let copy: string | undefined;
	try {
		copy = await copyWithoutLocation(file, options);
		const source = copy ?? file.path;
		const facts = await media.inspect(source);
		let read = 0;
		const id = await hashFile(source, {
			signal,
			onProgress(bytes) {
				read = bytes;
				onProgress(bytes);
			},
		});
		const {size} = await stat(source);
		if (read !== size) {
			throw new Error('its size is not what it holds');
		}

		const {mtimeMs} = await stat(file.path);
		if (Math.round(mtimeMs) !== file.modifiedAt) {
			throw new Error('it was changed while it was sent');
		}

		const description = {...facts, id, size, name: file.name};
		return {...file, size, description, ...(copy === undefined ? {} : {copy})};
	} catch (error) {
		if (copy !== undefined) {
			await rm(copy, {force: true});
		}

		signal.throwIfAborted();
		throw error instanceof ClientError ? error : localFileError(file.path, error);
	}
};
