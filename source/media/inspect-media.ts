/** Tells how long a sound or video is, and how large. */
import {openAsBlob} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import {type IFormat, parseBlob, parseBuffer, TrackType} from 'music-metadata';
import {plainType} from './detect-type.ts';
import type {FileFacts} from './file-facts.ts';
import type {Box} from './media-jobs.ts';
import {readMp4Header} from './mp4-header.ts';

/** Up to here a file is read as a whole, so that all of its parts can be counted soon. */
const wholeBytesMax = 67_108_864;

const mp4Types = new Set([
	'video/mp4',
	'video/quicktime',
	'video/x-m4v',
	'video/3gpp',
	'video/3gpp2',
]);
/** Those that can hold a sound alone, as a phone or browser records it. */
const sharedTypes = new Set(['video/mp4', 'video/webm', 'video/matroska', 'video/3gpp']);

/** Types that are media although they do not say so. */
const otherTypes = new Map([
	['application/ogg', 'audio/ogg'],
	['application/mxf', 'video/mxf'],
	['application/vnd.rn-realmedia', 'video/vnd.rn-realvideo'],
]);

/** The type of a sound or video, by which it can be told from all else; `undefined` for all else. */
export const mediaTypeOf = (type: string): string | undefined =>
	otherTypes.get(type) ?? (/^(?:audio|video)\//.test(type) ? type : undefined);

/** Nothing where `read` fails: what a broken file does not tell is left out. */
const orNothing = async <T>(read: () => T | Promise<T>): Promise<T | undefined> => {
	try {
		return await read();
	} catch {
		// Most broken files still are sounds or videos to those who get them.
		return undefined;
	}
};

/** Asks by what the file is: `parseFile` would go by its name. */
const readFormat = async (path: string, foundType: string): Promise<IFormat> => {
	const type = mp4Types.has(foundType) ? 'video/mp4' : plainType(foundType);
	const {size} = await stat(path);
	const {format} =
		size > wholeBytesMax
			? await parseBlob(await openAsBlob(path, {type}), {skipCovers: true})
			: await parseBuffer(
					await readFile(path),
					{mimeType: type, size},
					{duration: true, skipCovers: true},
				);
	return format;
};

const toDurationMs = (seconds = 0): number | undefined => {
	const durationMs = Math.round(seconds * 1_000);
	return durationMs > 0 && Number.isSafeInteger(durationMs) ? durationMs : undefined;
};

const trackSize = (format: IFormat | undefined): Box | undefined => {
	const {pixelWidth = 0, pixelHeight = 0} =
		format?.trackInfo.find(({video}) => video?.pixelWidth !== undefined)?.video ?? {};
	return pixelWidth > 0 && pixelHeight > 0 ? {width: pixelWidth, height: pixelHeight} : undefined;
};

const isSoundAlone = (type: string, {trackInfo}: Pick<IFormat, 'trackInfo'>): boolean =>
	sharedTypes.has(type) &&
	trackInfo.some(track => track.type === TrackType.audio) &&
	trackInfo.every(track => track.type !== TrackType.video);

/** What can be told soon of a sound or video, whose type may have parameters. */
export const inspectMedia = async (path: string, foundType: string): Promise<FileFacts> => {
	const format = await orNothing(() => readFormat(path, foundType));
	const header = mp4Types.has(foundType) ? await orNothing(() => readMp4Header(path)) : undefined;
	const durationMs = header?.durationMs ?? toDurationMs(format?.duration);
	const duration = durationMs === undefined ? {} : {durationMs};
	const type = plainType(foundType);
	if (isSoundAlone(type, format ?? {trackInfo: []})) {
		return {kind: 'sound', type: type.replace('video/', 'audio/'), ...duration};
	}

	return type.startsWith('audio/')
		? {kind: 'sound', type, ...duration}
		: {kind: 'video', type, ...duration, ...(header?.size ?? trackSize(format))};
};
