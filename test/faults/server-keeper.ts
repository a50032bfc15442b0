/** Keeps a server, or a node, going: kills it when told to, brings it back, and notices when it ends by itself. */
import {readdirSync, readlinkSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {type ServerProcess, spawnServer} from '../helpers/program.ts';
import {before} from './deadlines.ts';

const startsMax = 20;
/** Peers have 3 s to take their leave; the rest is for a machine that does other things too. */
const stopMsMax = 30_000;

/** The sockets and files that a process holds open now. */
export const listDescriptors = (pid: number): string[] => {
	const targets: string[] = [];
	for (const name of readdirSync(`/proc/${pid}/fd`)) {
		try {
			targets.push(readlinkSync(`/proc/${pid}/fd/${name}`));
		} catch (error) {
			// Closed since it was listed.
			if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
				throw error;
			}
		}
	}

	return targets.filter(target => /^(?:socket:|\/)/.test(target));
};

export type ServerKeeper = {
	readonly pid: number;
	/** Everything that its processes printed. */
	output(): string;
	/** SIGKILL, now. Comes back with `start`. */
	kill(): void;
	/** SIGSTOP and SIGCONT, while it runs. */
	freeze(): void;
	thaw(): void;
	/** Starts it; tries again while `isExcused`, as on a full disk. */
	start(): Promise<void>;
	/** SIGTERM; resolves with the exit code. @throws when it does not end */
	stop(): Promise<number | null>;
};

export const keepServer = (options: {
	readonly dataDir: string;
	readonly port: number;
	/** @default the server */
	readonly name?: string;
	readonly env: Readonly<Record<string, string>>;
	/** Where it listens, and what it is started by, if not plainly on loopback. */
	readonly host?: string;
	readonly by?: readonly string[];
	/** Whether a fault that was made may keep it from starting. */
	readonly isExcused: () => boolean;
	readonly onDefect: (text: string) => void;
}): ServerKeeper => {
	const {dataDir, port, env, isExcused, onDefect, name = 'the server', ...place} = options;
	let running: ServerProcess | undefined;
	const outputs: string[] = [];

	const forget = (server: ServerProcess): void => {
		outputs.push(server.output());
		running = undefined;
	};

	const watch = (server: ServerProcess): void => {
		server.process.once('exit', (code, signal) => {
			if (running === server) {
				forget(server);
				onDefect(
					`${name} ended by itself with ${code ?? signal}: ${server.output().slice(-2_000)}`,
				);
			}
		});
	};

	return {
		get pid() {
			return running?.process.pid ?? 0;
		},
		output: () => [...outputs, running?.output() ?? ''].join('\n'),
		kill() {
			const server = running;
			if (server !== undefined) {
				forget(server);
				server.process.kill('SIGKILL');
			}
		},
		freeze: () => void running?.process.kill('SIGSTOP'),
		thaw: () => void running?.process.kill('SIGCONT'),
		async start() {
			for (let count = 1; running === undefined; count += 1) {
				try {
					const server = await spawnServer({
						dataDir,
						port,
						args: ['--no-rate-limits'],
						env,
						...place,
					});
					running = server;
					watch(server);
				} catch (error) {
					// The port of a killed one may be free a moment later.
					if (!isExcused() && count > startsMax) {
						throw error;
					}

					await delay(50);
				}
			}
		},
		async stop() {
			const server = running;
			if (server === undefined) {
				return 0;
			}

			running = undefined;
			try {
				await before(server.kill('SIGTERM'), `${name} to stop`, stopMsMax);
			} finally {
				server.process.kill('SIGKILL');
				outputs.push(server.output());
			}

			return server.process.exitCode;
		},
	};
};
