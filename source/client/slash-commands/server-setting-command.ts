/** `/server`: shows how the server is set, and sets it. */
import {formatBytes, parseBytes} from '../../protocol/byte-sizes.ts';
import type {ServerSettings} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import {describeDuration, parseDuration, parseRetention} from './durations.ts';
import {describeRetention} from './retention-command.ts';
import {type SlashCommand, SlashUsageError} from './slash-command.ts';

const examples =
	'broadcast members|admins, recall 24h, retention 90d|off, file-size 4G, account-files 32G or all-files 500G';

const parseSize = (value: string): number => {
	const bytes = parseBytes(value);
	if (bytes === undefined || bytes > limits.fileBytesMax) {
		throw new SlashUsageError(`"${value}" is no size: write 500M or 4G, at most 1T.`);
	}

	return bytes;
};

const parseBroadcasters = (value: string): ServerSettings['broadcasters'] => {
	if (value !== 'members' && value !== 'admins') {
		throw new SlashUsageError('To everyone write "members" or "admins".');
	}

	return value;
};

const settings: Readonly<Record<string, (value: string) => Partial<ServerSettings>>> = {
	broadcast: value => ({broadcasters: parseBroadcasters(value)}),
	recall: value => ({recallMs: parseDuration(value)}),
	retention: value => ({retentionMs: parseRetention(value)}),
	'file-size': value => ({fileBytesMax: parseSize(value)}),
	'account-files': value => ({accountFileBytesMax: parseSize(value)}),
	'all-files': value => ({serverFileBytesMax: parseSize(value)}),
};

/** @throws {SlashUsageError} */
const parseSettings = (words: readonly (string | undefined)[]): Partial<ServerSettings> => {
	const [what, value, ...others] = words;
	if (what === undefined) {
		return {};
	}

	const parse = Object.hasOwn(settings, what) ? settings[what] : undefined;
	if (parse === undefined || value === undefined) {
		throw new SlashUsageError(`Write "/server" and ${examples}.`);
	}

	return {...parse(value), ...parseSettings(others)};
};

const what = {words: Object.keys(settings)};
const value = {suggestions: ['members', 'admins', '24h', '4G']};

export const serverSettingCommand: SlashCommand = {
	usage: '[SETTING VALUE] [SETTING VALUE]',
	summary: `Show or set what holds for the whole server: ${examples}.`,
	arguments: [what, value, what, value],
	required: 0,
	async run(client, _context, words) {
		const told = await client.request('change-server', parseSettings(words));
		const {broadcasters, recallMs, retentionMs, fileBytesMax} = told.settings;
		const {accountFileBytesMax, serverFileBytesMax} = told.settings;
		return {
			lines: [
				`To #everyone write: ${broadcasters}.`,
				`Messages can be edited and recalled for ${describeDuration(recallMs)}.`,
				describeRetention('Messages', retentionMs),
				`Files: at most ${formatBytes(fileBytesMax)} each, ${formatBytes(accountFileBytesMax)} an account, ${formatBytes(serverFileBytesMax)} in all.`,
			],
			objects: [told.settings],
		};
	},
};
