/** Where the settings of a server come from: flags before the environment before the file before the defaults. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {defaultConfigurationFolder} from '../../data-folder.ts';
import {UsageError} from '../command-failure.ts';
import type {CommandFlags} from '../command-flags.ts';
import {SettingError} from './setting-readers.ts';
import {
	holdsPassword,
	isSettingName,
	type SettingName,
	type Settings,
	settingNames,
	settings,
	showSetting,
} from './settings.ts';

/** What was written for a setting, and where. */
export type Written = {readonly text: string; readonly source: string};

export type ReadSettings = {
	readonly values: Settings;
	readonly written: ReadonlyMap<SettingName, Written>;
};

const fileBytesMax = 65_536;
const prefix = 'CHAT_TUI_SERVER_';

/** `server-name` → `CHAT_TUI_SERVER_NAME`, `port` → `CHAT_TUI_SERVER_PORT`. */
export const environmentName = (name: string): string =>
	`${prefix}${name
		.replace(/^server-/, '')
		.replaceAll('-', '_')
		.toUpperCase()}`;

/** The name of the file's own setting among the variables. */
const fileVariable = environmentName('config');

const fromFlags = (flags: CommandFlags): Map<SettingName, Written> => {
	const written = new Map<SettingName, Written>();
	for (const name of settingNames) {
		const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
		const value = flags[key as keyof CommandFlags];
		if (value !== undefined) {
			const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
			written.set(name, {text, source: `--${name}`});
		}
	}

	return written;
};

const fromEnvironment = (environment: NodeJS.ProcessEnv): Map<SettingName, Written> => {
	const known = new Map(settingNames.map(name => [environmentName(name), name]));
	const written = new Map<SettingName, Written>();
	for (const [variable, text] of Object.entries(environment)) {
		if (!variable.startsWith(prefix) || variable === fileVariable || text === undefined) {
			continue;
		}

		const name = known.get(variable);
		if (name === undefined) {
			throw new UsageError(`The environment has ${variable}, which is no setting of a server.`);
		}

		written.set(name, {text, source: variable});
	}

	return written;
};

/** A line is `name = value`; `#` begins a comment that fills its line. */
const parseFile = (file: string, content: string): Map<SettingName, Written> => {
	const written = new Map<SettingName, Written>();
	for (const [index, line] of content.split(/\r?\n/).entries()) {
		const source = `${file}:${index + 1}`;
		if (/^\s*(?:#|$)/.test(line)) {
			continue;
		}

		const [, name = '', text = ''] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
		if (!isSettingName(name)) {
			const what = name === '' ? 'is not "name = value"' : `names no setting: ${name}`;
			throw new UsageError(`${source} ${what}.`);
		}

		if (written.has(name)) {
			throw new UsageError(`${source} sets ${name} a second time.`);
		}

		written.set(name, {text, source});
	}

	return written;
};

const fromFile = (named: string | undefined): Map<SettingName, Written> => {
	const file = named ?? join(defaultConfigurationFolder(), 'server.conf');
	if (named === undefined && !existsSync(file)) {
		return new Map();
	}

	let content: Buffer;
	try {
		content = readFileSync(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw new UsageError(`The configuration ${file} cannot be read: ${code ?? error}.`, {
			cause: error,
		});
	}

	if (content.length > fileBytesMax) {
		throw new UsageError(`The configuration ${file} is longer than ${fileBytesMax} bytes.`);
	}

	return parseFile(file, content.toString('utf8'));
};

const readValue = (name: SettingName, {text, source}: Written): unknown => {
	try {
		return settings[name].read(text);
	} catch (error) {
		if (!(error instanceof SettingError)) {
			throw error;
		}

		const where = source === `--${name}` ? '' : ` (${source})`;
		throw new UsageError(
			`--${name} takes ${error.message}, not ${settings[name].isAddress ? 'this one' : JSON.stringify(text.slice(0, 100))}${where}.`,
			{
				cause: error,
			},
		);
	}
};

/** @throws {UsageError} for what is unknown, unreadable or none of what a setting takes */
export const readSettings = (
	flags: CommandFlags,
	environment: NodeJS.ProcessEnv = process.env,
): ReadSettings => {
	const written = new Map<SettingName, Written>();
	for (const name of settingNames) {
		written.set(name, {text: settings[name].otherwise, source: 'default'});
	}

	const file = fromFile(flags.config ?? (environment[fileVariable] || undefined));
	for (const source of [file, fromEnvironment(environment), fromFlags(flags)]) {
		for (const [name, value] of source) {
			written.set(name, value);
		}
	}

	const values = Object.fromEntries(
		[...written].map(([name, value]) => [name, readValue(name, value)]),
	);
	return {values: values as unknown as Settings, written};
};

const printSetting = (name: SettingName, {text, source}: Written): string => {
	const note = holdsPassword(text)
		? '# The password is not printed: put it in the place of ***.\n'
		: '';
	return `# ${settings[name].summary}\n# From: ${source}\n${note}${name} = ${showSetting(name, text)}\n`;
};

/** What holds, as a configuration file that says so: each setting with what it is and where it comes from. */
export const printSettings = ({written}: ReadSettings): string =>
	[...written].map(([name, value]) => printSetting(name, value)).join('\n');
