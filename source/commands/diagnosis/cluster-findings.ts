/** What `chat-tui doctor --serve` looks at where a node of several runs, or is to run: what all of them stand on. */
import {accessSync, constants, statSync} from 'node:fs';
import {pino} from 'pino';
import {readFilesPlace} from '../server-configuration/read-files-place.ts';
import {type Settings, showSetting} from '../server-configuration/settings.ts';
import {bad, doubtful, type Finding, good, tryToFind} from './finding.ts';

const findPostgres = async (url: string): Promise<Finding> => {
	const {inspectDatabase} = await import('../../server/store/postgres/inspect-database.ts');
	const {version, schema, isNewer, accounts} = await inspectDatabase(url);
	if (isNewer) {
		return bad(
			'PostgreSQL',
			`of a newer chat-tui (schema ${schema})`,
			'Install the newer version.',
		);
	}

	const content =
		schema === 0 ? 'no server yet: the first start makes it' : `accounts: ${accounts}`;
	return good('PostgreSQL', `${showSetting('postgres', url)}, version ${version}; ${content}`);
};

/** Nobody loses anything without it. */
const findRedis = async (url: string): Promise<Finding> => {
	const {pingRedis} = await import('../../server/bus/redis/ping-redis.ts');
	try {
		return good('Redis', `answers in ${(await pingRedis(url)).toFixed(1)} ms`);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return doubtful(
			'Redis',
			`cannot be used: ${reason}`,
			'Nothing is lost without it, but what happens at other nodes is seen a second or two later.',
		);
	}
};

const noFile = 'doctor';

const findFiles = async (values: Settings): Promise<Finding> => {
	const place = readFilesPlace(values);
	if (place === undefined) {
		return doubtful(
			'Files',
			'are kept in the data folder, where other nodes do not find them',
			'Give all nodes one --files-folder, or --s3-endpoint and --s3-bucket.',
		);
	}

	if ('folder' in place) {
		const {folder} = place;
		if (statSync(folder, {throwIfNoEntry: false}) === undefined) {
			return doubtful('Files', `${folder} is not there yet`, 'Is it mounted? A start makes it.');
		}

		accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
		return good('Files', folder);
	}

	const {openContents} = await import('../../server/files/open-files.ts');
	const contents = await openContents(place, pino({level: 'silent'}));
	try {
		await contents.has(noFile);
	} finally {
		await contents.close();
	}

	return good('Files', `bucket ${place.s3.bucket} at ${place.s3.endpoint}`);
};

/** `postgres`: the address that the settings name. */
export const findOfCluster = async (
	postgres: string,
	values: Settings,
): Promise<readonly Finding[]> => [
	...(await tryToFind('PostgreSQL', 'Mend it, or --postgres: no node starts without it.', () =>
		findPostgres(postgres),
	)),
	...(values.redis === undefined
		? [bad('Redis', 'is not named', 'Give --redis too: several nodes need both.')]
		: [await findRedis(values.redis)]),
	...(await tryToFind('Files', 'Mend the place of the files, or the setting.', () =>
		findFiles(values),
	)),
];
