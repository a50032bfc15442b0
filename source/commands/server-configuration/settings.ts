/** Every setting of a server: what it is called, what it takes, and what holds where nobody has chosen. */
import {join} from 'node:path';
import {describeDuration, parseDuration} from '../../client/slash-commands/durations.ts';
import {SlashUsageError} from '../../client/slash-commands/slash-command.ts';
import {defaultDataFolder} from '../../data-folder.ts';
import {parseAddressRange} from '../../server/address-ranges.ts';

/** Why a value is none, as the end of the sentence "port must be …". */
export class SettingError extends Error {
	override name = 'SettingError';
}

/** Reads a value as people write it. @throws {SettingError} */
type Reader<Value> = (text: string) => Value;

type Setting<Value> = {
	readonly read: Reader<Value>;
	/** As people write it; empty: not set. */
	readonly otherwise: string;
	readonly summary: string;
	/** Whether it may hold a password. */
	readonly isAddress: boolean;
};

const textLengthMax = 4_096;

const text: Reader<string | undefined> = value => {
	if (value.length > textLengthMax || /\p{Cc}/u.test(value)) {
		throw new SettingError(`at most ${textLengthMax} characters, no control characters`);
	}

	return value === '' ? undefined : value;
};

const path: Reader<string> = value => {
	const named = text(value);
	if (named === undefined) {
		throw new SettingError('the name of a folder');
	}

	// It would become a folder of that name in whatever folder the program was started in.
	if (/^~(?:\/|$)|^["']/.test(named)) {
		throw new SettingError('the name of a folder as it is (~ and quotes are for shells)');
	}

	return named;
};

const orNothing =
	<Value>(read: Reader<Value>): Reader<Value | undefined> =>
	value =>
		value === '' ? undefined : read(value);

/** @returns without a path */
const endpoint: Reader<string> = value => {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	const isPlain = url?.username === '' && url.pathname === '/' && url.search === '';
	if (url === undefined || !isPlain || !/^https?:$/.test(url.protocol)) {
		throw new SettingError('an address of the form https://HOST:PORT');
	}

	return url.origin;
};

const bucket: Reader<string> = value => {
	if (!/^[\w.-]{1,255}$/.test(value)) {
		throw new SettingError('the name of a bucket');
	}

	return value;
};

/** Needs no escaping in any store. */
const keyPrefix: Reader<string> = value => {
	if (!/^[\w./-]{0,200}$/.test(value)) {
		throw new SettingError('at most 200 letters, digits, and any of . / _ -');
	}

	return value;
};

const integer =
	(min: number, max: number): Reader<number> =>
	value => {
		const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
		if (!(number >= min && number <= max)) {
			throw new SettingError(`a number from ${min} to ${max}`);
		}

		return number;
	};

const choice =
	<const Choices extends readonly string[]>(...choices: Choices): Reader<Choices[number]> =>
	value => {
		if (!choices.includes(value)) {
			throw new SettingError(`one of ${choices.join(', ')}`);
		}

		return value;
	};

/** @returns milliseconds */
const duration =
	(durationMsMin: number): Reader<number> =>
	value => {
		try {
			const durationMs = parseDuration(value);
			if (durationMs >= durationMsMin) {
				return durationMs;
			}
		} catch (error) {
			if (!(error instanceof SlashUsageError)) {
				throw error;
			}
		}

		const least = describeDuration(durationMsMin);
		throw new SettingError(`a span of time such as 6h or 7d, at least ${least}`);
	};

/** What stands between commas, each as `what` says it must be. */
const list =
	(what: string, isOne: (text: string) => boolean): Reader<readonly string[]> =>
	value => {
		const items = (text(value) ?? '').split(',').map(item => item.trim());
		const given = items.length === 1 && items[0] === '' ? [] : items;
		if (!given.every(isOne)) {
			throw new SettingError(`${what}, separated by commas`);
		}

		return given;
	};

/** As browsers write it: no path, and no port that goes without saying. */
const isOrigin = (value: string): boolean =>
	/^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;

const orOff =
	<Value>(read: Reader<Value>): Reader<Value | undefined> =>
	value =>
		value === 'off' || value === '0' ? undefined : read(value);

/** @returns the address as it was written: what connects by it parses it again */
const address =
	(...protocols: readonly string[]): Reader<string | undefined> =>
	value => {
		const named = text(value);
		if (
			named !== undefined &&
			!(URL.canParse(named) && protocols.includes(new URL(named).protocol))
		) {
			throw new SettingError(`an address that begins with ${protocols[0]}//`);
		}

		return named;
	};

const yesOrNo: Reader<boolean> = value => choice('yes', 'no')(value) === 'yes';

const setting = <Value>(
	read: Reader<Value>,
	otherwise: string,
	summary: string,
	isAddress = false,
): Setting<Value> => ({read, otherwise, summary, isAddress});

/** By their names in the configuration file. */
export const settings = {
	data: setting(
		path,
		join(defaultDataFolder(), 'server'),
		'Folder of the database, the files, the identity and the backups.',
	),
	host: setting(text, '', 'Address to listen on; empty: all of this machine.'),
	port: setting(integer(0, 65_535), '7800', 'Port to listen on; 0 takes a free one.'),
	registration: setting(
		choice('open', 'invite', 'closed'),
		'open',
		'Who may make an account: open, invite (by code) or closed.',
	),
	'server-name': setting(text, '', "What the server is called; empty: the host's name."),
	insecure: setting(
		yesOrNo,
		'no',
		'Whether connections without TLS are taken from other machines.',
	),
	'proxy-from': setting(
		list(
			'addresses or ranges of addresses such as 10.0.0.0/8',
			item => parseAddressRange(item) !== undefined,
		),
		'',
		'Proxies, by address or range, that tell whom they speak for (PROXY protocol); empty: none.',
	),
	'web-origins': setting(
		list('origins such as https://chat.example', isOrigin),
		'',
		'Origins whose pages may connect by WebSocket from browsers; empty: none.',
	),
	'rate-limits': setting(yesOrNo, 'yes', 'Whether floods are held back. Off only for measuring.'),
	'log-level': setting(
		choice('debug', 'info', 'warn', 'error', 'silent'),
		'info',
		'The least that is logged: debug, info, warn, error or silent.',
	),
	'log-format': setting(
		choice('auto', 'json', 'pretty'),
		'auto',
		'json (an object a line), pretty (for people), or auto: pretty on a terminal.',
	),
	'metrics-token-file': setting(
		text,
		'',
		'File whose first line lets other machines read /metrics; empty: this machine only.',
	),
	postgres: setting(
		address('postgres:', 'postgresql:'),
		'',
		'Address of the PostgreSQL database of a server of several nodes; empty: SQLite, one node.',
		true,
	),
	redis: setting(
		address('redis:', 'rediss:'),
		'',
		'Address of the Redis by which the nodes of a server ring each other.',
		true,
	),
	'node-name': setting(
		text,
		'',
		"What this node is called among the others; empty: the host's name.",
	),
	'files-folder': setting(
		orNothing(path),
		'',
		'Folder of the files of a server of several nodes, which all of them reach.',
	),
	's3-endpoint': setting(
		orNothing(endpoint),
		'',
		'Address of an S3-compatible store for the files of a server of several nodes.',
		true,
	),
	's3-bucket': setting(orNothing(bucket), '', 'Bucket of the files.'),
	's3-region': setting(bucket, 'us-east-1', 'Region that requests to the store are signed for.'),
	's3-prefix': setting(keyPrefix, '', "What the files' keys in the bucket begin with."),
	's3-credentials-file': setting(
		orNothing(path),
		'',
		'File with aws_access_key_id and aws_secret_access_key; empty: AWS_ACCESS_KEY_ID and its like.',
	),
	'backup-every': setting(
		orOff(duration(60_000)),
		'1d',
		'Time from one backup to the next, into backups/ of the data folder: 6h, 1d, or off.',
	),
	'backup-keep': setting(
		duration(60_000),
		'7d',
		'How long backups are kept; the newest is always kept.',
	),
} as const;

export type SettingName = keyof typeof settings;

export type Settings = {
	readonly [Name in SettingName]: ReturnType<(typeof settings)[Name]['read']>;
};

export const settingNames = Object.keys(settings) as SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settings, name);

/** Whether an address has a password in it. */
export const holdsPassword = (written: string | undefined): boolean =>
	written !== undefined && URL.canParse(written) && hidePassword(written) !== new URL(written).href;

/** What is shown of a setting: an address without its password. */
export const showSetting = (name: SettingName, written: string): string =>
	settings[name].isAddress && URL.canParse(written) ? hidePassword(written) : written;

const hidePassword = (written: string): string => {
	const url = new URL(written);
	url.password = url.password === '' ? '' : '***';
	for (const key of [...url.searchParams.keys()].filter(key => /pass/i.test(key))) {
		url.searchParams.set(key, '***');
	}

	return url.href;
};
