/** Makes names for files on this computer out of names that others have chosen. */
import {extname} from 'node:path';
import {isFileName} from '../../protocol/file-names.ts';
import {limits} from '../../protocol/limits.ts';

/** What hides or turns text, what separates folders, and what some file systems refuse. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\:*?"<>|]/gu;
/** Devices of Windows, whatever the extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** Cuts the end of the stem off, never half a character, so that the whole keeps to the limit. */
const shorten = (name: string, bytesMax: number): string => {
	const extension = bytesOf(extname(name)) <= 32 ? extname(name) : '';
	const characters = [...name.slice(0, name.length - extension.length)];
	while (bytesOf(characters.join('')) + bytesOf(extension) > bytesMax) {
		characters.pop();
	}

	return `${characters.join('')}${extension}`;
};

/** A name that can stand in a folder and is shown as it is; never empty, never hidden, never a path. */
export const toFileName = (name: string): string => {
	const plain = name
		.toWellFormed()
		.normalize('NFC')
		.replaceAll(unsafe, '_')
		.replace(/^[.\s]+/, '')
		.replace(/[.\s]+$/, '')
		.replace(reserved, '_$&');
	const short = shorten(plain, limits.fileNameBytesMax);
	return isFileName(short) ? short : 'file';
};

/** `plan.pdf` → `plan (2).pdf`, for the second file of the name. */
export const numberedName = (name: string, number: number): string => {
	if (number < 2) {
		return name;
	}

	const suffix = ` (${number})`;
	const extension = extname(name);
	const stem = name.slice(0, name.length - extension.length);
	return `${shorten(stem, limits.fileNameBytesMax - bytesOf(suffix) - bytesOf(extension))}${suffix}${extension}`;
};
