/** Finds what in a picture's file tells where it was taken. */
import {type Edit, withByteSource} from './byte-source.ts';
import {jpegEdits} from './strip-jpeg.ts';
import {pngEdits} from './strip-png.ts';
import {webpEdits} from './strip-webp.ts';

const formats = [
	{pattern: /^\xff\xd8\xff/, editsOf: jpegEdits},
	{pattern: /^\x89PNG\r\n\x1a\n/, editsOf: pngEdits},
	{pattern: /^RIFF.{4}WEBP/s, editsOf: webpEdits},
];

/**
 * The changes that take it away, in order; none when there is nothing, or the file is no JPEG, PNG
 * or WebP. @throws {Error} when the file is broken or cannot be read
 */
export const findLocation = (path: string): readonly Edit[] =>
	withByteSource(path, source => {
		const start = source.read(0, Math.min(source.sizeBytes, 12)).toString('latin1');
		return formats.find(({pattern}) => pattern.test(start))?.editsOf(source) ?? [];
	});
