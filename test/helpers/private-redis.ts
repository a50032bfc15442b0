/** A Redis of its own for tests: on a free port of this machine, with nothing on the disk, gone with the process that asked. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {findProgram} from './find-program.ts';
import {findFreePort} from './program.ts';
import {waitFor} from './wait-for.ts';

export type PrivateRedis = {
	/** `redis://127.0.0.1:PORT` */
	readonly url: string;
	readonly port: number;
	/** SIGKILL: connections are cut, and all that it held is gone. */
	kill(): Promise<void>;
	/** Starts it again, empty, on the same port; kills it before where it runs. */
	restart(): Promise<void>;
	/** From now on it answers nobody, and its connections stay open. */
	pause(): void;
	/** Goes on after `pause`. */
	resume(): void;
	/** May be called early, and twice; the end of the process does it otherwise. */
	stop(): Promise<void>;
};

/** Its standard input ends with whoever started it, however they end; then Redis and its folder go too. */
const guard =
	'redis=$1; folder=$2; shift 2; "$redis" "$@" >/dev/null & echo $!; cat >/dev/null; kill -9 $!; wait; rm -rf "$folder"';

type Running = {readonly guard: ChildProcess; readonly pid: number};

const run = async (program: string, port: number): Promise<Running> => {
	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-redis-'));
	const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
	const child = spawn(
		'sh',
		['-c', guard, 'sh', program, folder, ...options, '--save', '', '--appendonly', 'no'],
		{stdio: ['pipe', 'pipe', 'ignore']},
	);
	const [line] = (await once(child.stdout, 'data')) as [Buffer];
	child.unref();
	return {guard: child, pid: Number(line.toString())};
};

const end = async ({guard: child}: Running): Promise<void> => {
	if (child.exitCode === null) {
		const ended = once(child, 'exit');
		child.ref();
		child.stdin?.end();
		await ended;
	}
};

const answersPing = (port: number): Promise<boolean> =>
	new Promise(resolve => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		socket.once('data', data => {
			socket.destroy();
			resolve(data.toString().startsWith('+PONG'));
		});
		socket.once('error', () => resolve(false));
	});

/** @returns `undefined`, after a loud word, where no redis-server is installed: the test skips then */
export const startRedis = async (): Promise<PrivateRedis | undefined> => {
	const program = findProgram('redis-server');
	if (program === undefined) {
		return undefined;
	}

	const port = await findFreePort();
	let running: Running | undefined;
	const kill = async (): Promise<void> => {
		const ending = running;
		running = undefined;
		if (ending !== undefined) {
			await end(ending);
		}
	};
	const start = async (): Promise<void> => {
		running = await run(program, port);
		await waitFor(() => answersPing(port), 'the private Redis');
	};
	const signal = (name: NodeJS.Signals): void => {
		if (running !== undefined) {
			process.kill(running.pid, name);
		}
	};

	await start();
	return {
		url: `redis://127.0.0.1:${port}`,
		port,
		kill,
		async restart() {
			await kill();
			await start();
		},
		pause: () => signal('SIGSTOP'),
		resume: () => signal('SIGCONT'),
		stop: kill,
	};
};
