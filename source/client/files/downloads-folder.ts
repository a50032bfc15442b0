/** Where a person's downloads go: as the desktop says (xdg-user-dirs), else `Downloads` in their home. */
import {existsSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** `XDG_DOWNLOAD_DIR="$HOME/…"` or an absolute path; anything else is not defined by the standard. */
const linePattern = /^\s*XDG_DOWNLOAD_DIR\s*=\s*"(?:(\$HOME)(\/[^"]*)?|(\/[^"]*))"/m;

/** `undefined` when it says nothing of downloads. */
export const parseUserDirs = (text: string, home: string): string | undefined => {
	const [, isBelowHome, below = '', absolute] = linePattern.exec(text) ?? [];
	const path = isBelowHome === undefined ? absolute : join(home, below);
	return path?.replaceAll(/\\(.)/g, '$1');
};

/** With a slash at its end: what goes into it keeps its name, also where the folder is yet to be made. */
export const downloadsFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
	findFolder(environment).replace(/\/*$/, '/');

const findFolder = (environment: NodeJS.ProcessEnv): string => {
	const home = homedir();
	if (environment.XDG_DOWNLOAD_DIR?.startsWith('/')) {
		return environment.XDG_DOWNLOAD_DIR;
	}

	const configuration = environment.XDG_CONFIG_HOME ?? join(home, '.config');
	const file = join(configuration, 'user-dirs.dirs');
	const named = existsSync(file) ? parseUserDirs(readFileSync(file, 'utf8'), home) : undefined;
	return named ?? join(home, 'Downloads');
};
