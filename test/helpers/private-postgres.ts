/** A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone with the process that started it. */
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import pg from 'pg';
import {waitFor} from './wait-for.ts';

export type PrivatePostgres = {
	/** Of the database `postgres`, as a superuser, with its password. */
	readonly url: string;
	readonly port: number;
	/** Makes an empty database, or a copy of one that nobody is connected to, and returns its URL. */
	createDatabase(template?: string): Promise<string>;
	/** `immediate` ends as a crash does; commits that were acknowledged stay. */
	restart(how: 'fast' | 'immediate'): Promise<void>;
	/** Ends the server as a crash does; `start` brings it back. */
	kill(): Promise<void>;
	start(): Promise<void>;
	/** Ends the server and removes its folder. */
	stop(): Promise<void>;
};

const user = 'chat';
const password = 'only-for-tests';

const findBinaries = (): string | undefined => {
	const installed = '/usr/lib/postgresql';
	const versions = existsSync(installed) ? readdirSync(installed).map(Number) : [];
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions.sort((a, b) => b - a).map(version => join(installed, String(version), 'bin')),
	];
	return folders.find(folder => folder !== '' && existsSync(join(folder, 'initdb')));
};

/** PostgreSQL refuses to run as root: then somebody else has to. */
const findOwner = (): {uid: number; gid: number} | undefined => {
	if (process.getuid?.() !== 0) {
		return undefined;
	}

	const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
	const fields = ['postgres', 'nobody']
		.map(name => lines.find(line => line.startsWith(`${name}:`))?.split(':'))
		.find(found => found !== undefined);
	return fields && {uid: Number(fields[2]), gid: Number(fields[3])};
};

const findFreePort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});

/** Ends the server and removes its folder when its standard input ends first: however this process goes, nothing stays behind. */
const guard = `exec 3<&0
"$@" 3<&- </dev/null & server=$!
(cat <&3 >/dev/null
if kill -QUIT $server 2>/dev/null; then
	while kill -0 $server 2>/dev/null; do sleep 0.1; done
	rm -rf "$0"
fi) &
exec 3<&-
wait $server`;

const createFolder = (binaries: string, owner: {uid: number; gid: number} | undefined): string => {
	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-postgres-'));
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password);
	if (owner) {
		chownSync(folder, owner.uid, owner.gid);
		chmodSync(passwordFile, 0o644);
	}

	const version = Number(
		/\d+/.exec(execFileSync(join(binaries, 'initdb'), ['--version'], {encoding: 'utf8'}))?.[0],
	);
	execFileSync(
		join(binaries, 'initdb'),
		[
			...['-D', join(folder, 'data'), '--encoding=UTF8', '--no-sync', '--username', user],
			...['--auth-local=trust', '--auth-host=scram-sha-256', '--pwfile', passwordFile],
			// An order of texts that is not the one of their bytes: who needs that one has to ask for it.
			...(version >= 15
				? ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en']
				: ['--locale=C']),
		],
		{cwd: folder, stdio: 'ignore', ...owner},
	);
	return folder;
};

const canConnect = async (url: string): Promise<boolean> => {
	const client = new pg.Client({connectionString: url});
	try {
		await client.connect();
		return true;
	} catch {
		return false;
	} finally {
		await client.end();
	}
};

/** `undefined`, and a loud word, where no PostgreSQL is installed. */
export const startPostgres = async (): Promise<PrivatePostgres | undefined> => {
	const binaries = findBinaries();
	if (binaries === undefined) {
		process.stderr.write('\nNo PostgreSQL is installed: what needs one is NOT tested.\n\n');
		return undefined;
	}

	const owner = findOwner();
	const folder = createFolder(binaries, owner);
	const data = join(folder, 'data');
	const port = await findFreePort();
	const toUrl = (database: string) =>
		`postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
	let server: ChildProcess | undefined;

	const start = async (): Promise<void> => {
		const settings = ['listen_addresses=127.0.0.1', 'max_connections=100', 'shared_buffers=32MB'];
		const command = [
			...[join(binaries, 'postgres'), '-D', data, '-p', String(port), '-k', folder],
			...settings.flatMap(setting => ['-c', setting]),
		];
		server = spawn('sh', ['-c', guard, folder, ...command], {
			cwd: folder,
			stdio: ['pipe', 'ignore', 'ignore'],
			...owner,
		});
		await waitFor(() => canConnect(toUrl('postgres')), 'PostgreSQL to start', 30_000);
	};

	const end = async (signal: 'SIGINT' | 'SIGQUIT'): Promise<void> => {
		const running = server;
		server = undefined;
		if (running === undefined) {
			return;
		}

		const hasEnded = new Promise(resolve => {
			running.once('exit', resolve);
		});
		const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
		process.kill(Number(pid), signal);
		await hasEnded;
		running.stdin?.destroy();
	};

	await start();
	let databases = 0;
	return {
		url: toUrl('postgres'),
		port,
		async createDatabase(template) {
			databases += 1;
			const name = `chat_${databases}`;
			const client = new pg.Client({connectionString: toUrl('postgres')});
			await client.connect();
			const copied =
				template === undefined ? '' : ` TEMPLATE ${new URL(template).pathname.slice(1)}`;
			await client.query(`CREATE DATABASE ${name}${copied}`);
			await client.end();
			return toUrl(name);
		},
		async restart(how) {
			await end(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
			await start();
		},
		kill: () => end('SIGQUIT'),
		start,
		async stop() {
			await end('SIGQUIT');
			rmSync(folder, {recursive: true, force: true});
		},
	};
};
