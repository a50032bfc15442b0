/** Where the user's databases are, by the XDG base directory specification, and how to keep others out of them. */
import {mkdirSync} from 'node:fs';
import envPaths from 'env-paths';

/** Used unless `--data` names another folder. */
export const defaultDataFolder = (): string => envPaths('chat-tui', {suffix: ''}).data;

/** Where a person's own settings are. */
export const defaultConfigurationFolder = (): string => envPaths('chat-tui', {suffix: ''}).config;

/**
 * Makes the folder, and those above it that are missing, for this user only (0700). A folder that is
 * there already keeps its permissions: it may be a shared one that somebody named.
 */
export const makePrivateFolder = (folder: string): void => {
	mkdirSync(folder, {recursive: true, mode: 0o700});
};
