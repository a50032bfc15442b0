/** Every setting of a server: what it is called, what it takes, and what holds where nobody has chosen. */
import {join} from 'node:path';
import {defaultDataFolder} from '../../data-folder.ts';
import {limits} from '../../protocol/limits.ts';
import {parseAddressRange} from '../../server/address-ranges.ts';
import {
	address,
	bucket,
	choice,
	duration,
	endpoint,
	integer,
	isOrigin,
	keyPrefix,
	list,
	nodeName,
	orNothing,
	orOff,
	path,
	type Reader,
	redisAddress,
	text,
	textUpTo,
	yesOrNo,
} from './setting-readers.ts';

type Setting<Value> = {
	readonly read: Reader<Value>;
	/** As people write it; empty: not set. */
	readonly otherwise: string;
	readonly summary: string;
	/** Whether it may hold a password. */
	readonly isAddress: boolean;
};

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
	'server-name': setting(
		textUpTo(limits.titleLengthMax),
		'',
		"What the server is called; empty: the host's name.",
	),
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
		redisAddress,
		'',
		'Address of the Redis by which the nodes of a server ring each other.',
		true,
	),
	'node-name': setting(
		nodeName,
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
