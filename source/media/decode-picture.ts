/** Decodes pictures that strangers made: known formats only, and none too large. */
import {readFile, stat} from 'node:fs/promises';
import sharp, {type Sharp} from 'sharp';
import {detectTypeOfBytes} from './detect-type.ts';
import type {FileFacts, Pixels, Preview} from './file-facts.ts';
import type {Box} from './media-jobs.ts';

const fileBytesMax = 104_857_600;
const pixelsMax = 100_000_000;
const previewPixelsMax = 1_536;
/** Behind what is see-through in a preview. */
const previewGround = '#202020';
/** No screen has more. */
const boxSideMax = 4_096;

const pictureTypes = new Set([
	'image/png',
	'image/apng',
	'image/jpeg',
	'image/webp',
	'image/gif',
	'image/avif',
	'image/tiff',
]);

// libvips decides for itself what bytes are: no other decoder may even look at them.
sharp.block({operation: ['VipsForeignLoad']});
sharp.unblock({
	operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
		format => `VipsForeignLoad${format}Buffer`,
	),
});
sharp.cache(false);

/** Whether files of this type are pictures that can be decoded. */
export const isPictureType = (type: string): boolean => pictureTypes.has(type);

/** Fails where a file is cut off or broken, but not for each oddity. The first frame only. */
const openPicture = (bytes: Uint8Array): Sharp =>
	sharp(bytes, {autoOrient: true, failOn: 'error', limitInputPixels: pixelsMax});

const readPicture = async (path: string): Promise<Buffer> => {
	const {size} = await stat(path);
	if (size > fileBytesMax) {
		throw new Error(`A picture file has at most ${fileBytesMax} bytes.`);
	}

	return readFile(path);
};

/** The largest size with these proportions and not too many pixels; never larger than it is. */
const previewSize = ({width, height}: Box): Box => {
	const scale = Math.min(1, Math.sqrt(previewPixelsMax / (width * height)));
	// Scaled sizes that are whole come out a little below sometimes.
	const toPixels = (side: number) => Math.max(1, Math.floor(side * scale + 1e-6));
	const across = Math.min(toPixels(width), previewPixelsMax);
	return {width: across, height: Math.min(toPixels(height), Math.floor(previewPixelsMax / across))};
};

const readPreview = async (bytes: Uint8Array, size: Box): Promise<Preview> => {
	const {data, info} = await openPicture(bytes)
		.resize({...previewSize(size), fit: 'fill'})
		.flatten({background: previewGround})
		.toColourspace('srgb')
		.raw({depth: 'uchar'})
		.toBuffer({resolveWithObject: true});
	return {width: info.width, height: info.height, pixels: data.toString('base64')};
};

/** @throws {Error} when the picture is too large or broken */
export const inspectPicture = async (path: string, type: string): Promise<FileFacts> => {
	const bytes = await readPicture(path);
	const {autoOrient} = await openPicture(bytes).metadata();
	const {width, height} = autoOrient;
	const preview = await readPreview(bytes, {width, height});
	return {kind: 'picture', type, width, height, preview};
};

const toSide = (length: number): number =>
	Math.max(1, Math.min(boxSideMax, Math.floor(length) || 1));

/**
 * The picture as large as `box` holds it, with its own proportions, and never larger than it is.
 *
 * @throws {Error} when it is no picture, too large or broken
 */
export const readPixels = async (source: string | Uint8Array, box: Box): Promise<Pixels> => {
	const bytes = typeof source === 'string' ? await readPicture(source) : source;
	const type = await detectTypeOfBytes(bytes);
	if (bytes.length > fileBytesMax || !isPictureType(type)) {
		throw new Error(`Not a picture that can be decoded: ${type}, ${bytes.length} bytes.`);
	}

	const {data, info} = await openPicture(bytes)
		.resize({
			width: toSide(box.width),
			height: toSide(box.height),
			fit: 'inside',
			withoutEnlargement: true,
		})
		.toColourspace('srgb')
		.ensureAlpha()
		.raw({depth: 'uchar'})
		.toBuffer({resolveWithObject: true});
	return {width: info.width, height: info.height, data};
};
