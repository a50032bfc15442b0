/** The picture of a profile as a file: PNG, JPEG, GIF or WebP, by its first bytes. */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Client} from '../client/client-api.ts';

const beginnings: readonly (readonly [string, string])[] = [
	['89504e47', 'png'],
	['ffd8ff', 'jpg'],
	['47494638', 'gif'],
	['52494646', 'webp'],
];

/** Returns its path in the export; `undefined` where there is no picture, or none of these. */
export const writePicture = async (
	client: Client,
	folder: string,
	picture: string | undefined,
): Promise<string | undefined> => {
	if (picture === undefined) {
		return undefined;
	}

	const fetched = await client.request('fetch-picture', {picture});
	const bytes = Buffer.from(fetched.picture, 'base64');
	const start = bytes.subarray(0, 4).toString('hex');
	const extension = beginnings.find(([beginning]) => start.startsWith(beginning))?.[1];
	if (extension === undefined) {
		return undefined;
	}

	const name = `avatar.${extension}`;
	await writeFile(join(folder, name), bytes, {mode: 0o600, flag: 'wx', flush: true});
	return name;
};
