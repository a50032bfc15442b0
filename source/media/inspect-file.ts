/** Tells what a file is, by its bytes and never by its name. */
import {inspectPicture, isPictureType} from './decode-picture.ts';
import {detectType, plainType} from './detect-type.ts';
import type {FileFacts} from './file-facts.ts';
import {inspectMedia, mediaTypeOf} from './inspect-media.ts';

/** @throws {Error} when the file cannot be read */
export const inspectFile = async (path: string): Promise<FileFacts> => {
	const type = await detectType(path);
	const mediaType = mediaTypeOf(type);
	if (mediaType !== undefined) {
		return inspectMedia(path, mediaType);
	}

	const file: FileFacts = {kind: 'file', type: plainType(type)};
	if (!isPictureType(type)) {
		return file;
	}

	try {
		return await inspectPicture(path, type);
	} catch {
		// Broken, or made to fill the memory: who gets it may still want to look into it.
		return file;
	}
};
