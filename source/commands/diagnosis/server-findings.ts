/** What `chat-tui doctor --serve` looks at where a server runs, or is to run. */
import {once} from 'node:events';
import {existsSync, statSync} from 'node:fs';
import {createServer as createNetServer} from 'node:net';
import {join} from 'node:path';
import {describeMoment} from '../../client/slash-commands/durations.ts';
import {actAsOwner} from '../act-as-owner.ts';
import type {CommandFlags} from '../command-flags.ts';
import {readMetricsToken} from '../read-metrics-token.ts';
import {readSettings} from '../server-configuration/read-settings.ts';
import type {Settings} from '../server-configuration/settings.ts';
import {askHealth} from './ask-health.ts';
import {bad, doubtful, type Finding, good, tryToFind} from './finding.ts';
import {findFolder, findNode} from './machine-findings.ts';
import {measureDisk} from './measure-disk.ts';

const forOthers = 0o077;
/** A group commit waits this long for the disk, and every message for its commit. */
const syncMsMax = 50;
/** Connections each need one; the database and the files some more. */
const openFilesMin = 10_500;

/** A node of several has no database in its folder, only what is arriving. */
const isInUse = async (folder: string, isNode: boolean): Promise<boolean> => {
	const locks = await import('../../server/store/sqlite/lock-folder.ts');
	const [place, name, lock] = isNode
		? [join(folder, 'files'), locks.partsLockName, locks.lockParts]
		: [folder, locks.serverLockName, locks.lockFolder];
	if (!existsSync(join(place, name))) {
		return false;
	}

	const {StartFailure} = await import('../../server/start-failure.ts');
	try {
		lock(place)();
		return false;
	} catch (error) {
		if (error instanceof StartFailure) {
			return true;
		}

		throw error;
	}
};

const findConfiguration = ({'metrics-token-file': tokenFile}: Settings): Finding => {
	if (tokenFile !== undefined) {
		readMetricsToken(tokenFile);
	}

	return good('Settings', 'understood; see --print-config');
};

const findDatabase = async (file: string): Promise<Finding> => {
	const {inspectDatabase} = await import('../../server/store/sqlite/inspect-database.ts');
	const {problems, isNewer, schema, accounts, entries} = inspectDatabase(file);
	if (problems.length > 0) {
		return bad('Database', `damaged: ${problems[0]}`, 'Stop the server and restore a backup.');
	}

	return isNewer
		? bad('Database', `of a newer chat-tui (schema ${schema})`, 'Install the newer version.')
		: good('Database', `sound; accounts: ${accounts}, entries: ${entries}`);
};

/** Backups are made now and then: one that is late by as much again was not made. */
const findBackups = async (
	folder: string,
	{'backup-every': everyMs}: Settings,
): Promise<Finding> => {
	const {listBackups} = await import('../../server/backup/backup-places.ts');
	const backups = listBackups(folder);
	const [newest] = backups;
	const kept = `kept: ${backups.length}`;
	if (newest === undefined) {
		return everyMs === undefined
			? doubtful('Backups', 'none are made, none is kept', 'See --backup-every.')
			: doubtful('Backups', 'none is there yet', 'chat-tui backup makes one now.');
	}

	const text = `the newest is of ${describeMoment(newest.at)}, ${kept}`;
	return everyMs !== undefined && Date.now() - newest.at > 2 * everyMs
		? doubtful('Backups', text, 'Is the server running? Its log tells of backups that failed.')
		: good('Backups', text);
};

const findIdentity = async (folder: string, file: string): Promise<Finding> => {
	const {loadTlsIdentity} = await import('../../server/tls-identity.ts');
	const {fingerprint} = await loadTlsIdentity(folder);
	return (statSync(file).mode & forOthers) === 0
		? good('Identity', fingerprint)
		: bad('Identity', `others can read ${file}`, `chmod 600 ${file}`);
};

const findSpeed = (folder: string): Finding => {
	const {medianMs, worstMs} = measureDisk(folder);
	const text = `a sync takes ${medianMs.toFixed(1)} ms, ${worstMs.toFixed(1)} at worst of 20`;
	return medianMs < syncMsMax
		? good('Disk', text)
		: doubtful('Disk', text, 'Every message waits for the disk: use a faster one.');
};

const everyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const findRunning = async ({port, host}: Settings): Promise<Finding> => {
	const isEvery = host === undefined || everyAddress.has(host);
	const {status, problems} = await askHealth(isEvery ? 'localhost' : host, port);
	return status === 'healthy'
		? good('Server', `runs on port ${port} and is healthy`)
		: bad('Server', `runs on port ${port} and fails: ${problems.join('; ')}`, 'See its log.');
};

const findPort = async ({port, host}: Settings): Promise<Finding> => {
	const probe = createNetServer().listen({port, ...(host === undefined ? {} : {host})});
	await once(probe, 'listening');
	probe.close();
	return good('Port', `${port} is free; no server uses the folder now`);
};

const findOpenFiles = (): Finding => {
	const {userLimits} = process.report.getReport() as {
		userLimits?: {open_files?: {soft: number | 'unlimited'}};
	};
	const soft = userLimits?.open_files?.soft;
	const text = `${soft ?? 'unknown'} files may be open at once (of this shell; a service has its own limit)`;
	return typeof soft === 'number' && soft < openFilesMin
		? doubtful('Limits', text, `For more than ${soft} connections: LimitNOFILE=, or ulimit -n.`)
		: good('Limits', text);
};

/** @throws {UsageError} for settings that are none */
export const findOfServer = async (flags: CommandFlags): Promise<readonly Finding[]> => {
	const {values} = readSettings(flags);
	const {data: folder, postgres} = values;
	const isNode = postgres !== undefined;
	actAsOwner(folder);
	const findings: Finding[] = [findNode()];
	const add = async (
		subject: string,
		advice: string,
		find: Parameters<typeof tryToFind>[2],
	): Promise<void> => {
		findings.push(...(await tryToFind(subject, advice, find)));
	};

	await add('Settings', 'Mend the setting.', () => findConfiguration(values));
	await add('Folder', `Look at the rights of ${folder}.`, () => findFolder(folder));
	findings.push(findOpenFiles());
	if (findings.some(({subject, grade}) => subject === 'Folder' && grade === 'bad')) {
		// What is in it, and whether a server runs on it, cannot be seen.
		return findings;
	}

	if (isNode) {
		const {findOfCluster} = await import('./cluster-findings.ts');
		findings.push(...(await findOfCluster(postgres, values)));
	}

	const database = join(folder, 'server.db');
	const identity = join(folder, 'identity.pem');
	const hasDatabase = !isNode && existsSync(database);
	if (hasDatabase) {
		await add('Disk', 'See whether the disk is well.', () => findSpeed(folder));
		await add('Database', 'Restore a backup.', () => findDatabase(database));
		await add('Backups', 'Look at the rights of the folder.', () => findBackups(folder, values));
	}

	if (!isNode && existsSync(identity)) {
		await add('Identity', 'Restore a backup: with another one every client stops.', () =>
			findIdentity(folder, identity),
		);
	}

	const isRunning = (isNode || hasDatabase) && (await isInUse(folder, isNode));
	await (isRunning
		? add(
				'Server',
				`It runs. Was it started with another port than ${values.port}? Give doctor its settings; see its log.`,
				() => findRunning(values),
			)
		: add(
				'Port',
				'Choose a port that nobody listens on and that its user may have (1024 and above).',
				() => findPort(values),
			));
	return findings;
};
