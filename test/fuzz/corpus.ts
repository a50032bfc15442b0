/** The inputs that are kept: each once did harm, or leads somewhere that chance seldom finds. */
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('corpus', import.meta.url));

export type KeptInput = {readonly file: string; readonly input: Buffer};

export const readCorpus = (target: string): KeptInput[] => {
	const folder = join(root, target);
	return existsSync(folder)
		? readdirSync(folder)
				.toSorted()
				.map(file => ({file, input: readFileSync(join(folder, file))}))
		: [];
};

/** Returns the path. */
export const keepInput = (target: string, input: Buffer): string => {
	const folder = join(root, target);
	mkdirSync(folder, {recursive: true});
	const name = createHash('sha256').update(input).digest('hex').slice(0, 12);
	const path = join(folder, name);
	writeFileSync(path, input);
	return path;
};
