/** The keys that a person has chosen: `keys.json` in the configuration folder, or in the folder of `--data`. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {defaultConfigurationFolder} from '../data-folder.ts';
import {CommandFailure} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';

/** Action → its keys. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** One key may stand without a list, none unbinds the action. @throws {TypeError} */
const readEntries = (chosen: unknown): readonly (readonly [string, readonly string[]])[] => {
	if (typeof chosen !== 'object' || chosen === null || Array.isArray(chosen)) {
		throw new TypeError('this is no object of actions');
	}

	return Object.entries(chosen).map(([action, keys]) => {
		const list: unknown[] = [keys].flat();
		if (!list.every(key => typeof key === 'string')) {
			throw new TypeError(`the keys of ${action} are no texts`);
		}

		return [action, list] as const;
	});
};

/** Nothing when there is no such file. @throws {CommandFailure} when it cannot be read */
export const readKeyOverrides = ({data}: CommandFlags): KeyOverrides => {
	const file = join(data ?? defaultConfigurationFolder(), 'keys.json');
	let json: string;
	try {
		json = readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return {};
		}

		throw new CommandFailure(`The keys in ${file} cannot be read: ${error}.`, {cause: error});
	}

	try {
		return Object.fromEntries(readEntries(JSON.parse(json)));
	} catch (error) {
		const example = '{"open-switcher": ["ctrl+g", "f2"]}';
		throw new CommandFailure(`The keys in ${file} are not as in ${example}.`, {cause: error});
	}
};
