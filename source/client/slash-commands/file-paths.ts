/** Paths as people type, paste and drop them: several in a row, quoted or with escaped blanks, as in a shell. */
import {readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** One word: pieces that are quoted, escaped or plain. A quotation mark that is never closed is a plain character. */
const wordPattern = /(?:"[^"]*"|'[^']*'|\\.|[^\s\\])+/gu;
const piecePattern = /"([^"]*)"|'([^']*)'|\\(.)|([^\\"']+|["'])/gu;
const listedMax = 200;

const unquote = (word: string): string =>
	word.replaceAll(
		piecePattern,
		(_piece, double?: string, single?: string, escaped?: string, plain?: string) =>
			double ?? single ?? escaped ?? plain ?? '',
	);

/** `~/x` and `file:///x` become absolute paths. */
const expand = (path: string): string => {
	if (path === '~' || path.startsWith('~/')) {
		return join(homedir(), path.slice(1));
	}

	try {
		return path.startsWith('file://') ? fileURLToPath(path) : path;
	} catch {
		// An address of another machine: no path of this one.
		return path;
	}
};

export const splitPaths = (text: string): string[] =>
	(text.match(wordPattern) ?? []).map(word => expand(unquote(word)));

/** `PATH… -- CAPTION`: the two dashes stand by themselves, outside of quotation marks. */
export const splitCaption = (text: string): {paths: string[]; caption: string} => {
	for (const {0: word, index} of text.matchAll(wordPattern)) {
		if (word === '--') {
			const caption = text.slice(index + word.length).trim();
			return {paths: splitPaths(text.slice(0, index)), caption};
		}
	}

	return {paths: splitPaths(text), caption: ''};
};

/** A path as `splitPaths` reads it back. */
export const quotePath = (path: string): string => path.replaceAll(/[\s\\"']/gu, '\\$&');

/** Files and folders that begin as typed, each as the whole word; folders end with a slash. */
export const completePath = (begun: string): string[] => {
	const path = expand(unquote(begun));
	const folder = begun === '' ? '.' : path.endsWith('/') ? path : dirname(path);
	const start = path.endsWith('/') || begun === '' ? '' : basename(path);
	const kept = begun.slice(0, begun.length - quotePath(start).length);
	try {
		return readdirSync(folder, {withFileTypes: true})
			.filter(({name}) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
			.slice(0, listedMax)
			.map(entry => `${kept}${quotePath(entry.name)}${entry.isDirectory() ? '/' : ' '}`)
			.sort();
	} catch {
		// There is no such folder, or it may not be read: nothing to offer.
		return [];
	}
};

/** The word that is being typed at the end of `text`. */
export const unfinishedPath = (text: string): string => /(?:\\.|[^\s\\])*$/u.exec(text)?.[0] ?? '';
