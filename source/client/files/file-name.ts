/** Makes names for files on this computer out of names that others have chosen. */
import {extname} from 'node:path';
import {isFileName} from '../../protocol/file-names.ts';
import {limits} from '../../protocol/limits.ts';

/** What hides or turns text, what separates folders, and what some file systems refuse. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\:*?"<>|]/gu;
/** Devices of Windows, whatever the extension. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** What Windows takes off by itself. */
const blankEnd = /[.\s]+$/;

const extensionBytesMax = 32;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** What tells the kind of a file: a long one is a part of the name. */
export const extensionOf = (name: string): string => {
	const extension = extname(name);
	return bytesOf(extension) <= extensionBytesMax ? extension : '';
};

/** Puts `suffix` before the extension, and cuts the end of the stem off where the whole would be too long. */
const fitName = (name: string, suffix: string): string => {
	const extension = extensionOf(name);
	const end = `${suffix}${extension}`;
	const characters = [...name.slice(0, name.length - extension.length)];
	let bytes = bytesOf(characters.join('')) + bytesOf(end);
	while (bytes > limits.fileNameBytesMax && characters.length > 0) {
		// Never half a character.
		bytes -= bytesOf(characters.pop() ?? '');
	}

	return `${characters.join('')}${end}`;
};

/** A name that can stand in a folder and is shown as it is; never empty, never hidden, never a path. */
export const toFileName = (name: string): string => {
	const plain = name
		.toWellFormed()
		.normalize('NFC')
		.replaceAll(unsafe, '_')
		.replace(/^[.\s]+/, '')
		.replace(blankEnd, '')
		.replace(reserved, '_$&');
	// The cut may leave a blank or a dot at the end.
	const short = fitName(plain, '').replace(blankEnd, '');
	return isFileName(short) ? short : 'file';
};

/** `plan.pdf` → `plan (2).pdf`, for the second file of the name. */
export const numberedName = (name: string, number: number): string =>
	number < 2 ? name : fitName(name, ` (${number})`);
