/** Runs the built program as a user would: `dist/chat-tui.js` in a process of its own. */
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer as createNetServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {listenOnLoopback} from './listen-on-loopback.ts';

export const programPath = fileURLToPath(new URL('../../dist/chat-tui.js', import.meta.url));

/** A port that was free a moment ago, for servers that must come back on the same one. */
export const findFreePort = async (): Promise<number> => {
	const probe = createNetServer();
	const port = await listenOnLoopback(probe);
	probe.close();
	await once(probe, 'close');
	return port;
};

export type ProgramResult = {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
};

export type ProgramOptions = {
	readonly env?: Readonly<Record<string, string>>;
	/** What the program reads from standard input. */
	readonly input?: string;
};

/** Runs one command to its end. */
export const runProgram = (
	args: readonly string[],
	{env = {}, input = ''}: ProgramOptions = {},
): Promise<ProgramResult> =>
	new Promise(resolve => {
		const child = execFile(
			process.execPath,
			[programPath, ...args],
			{env: {...process.env, ...env}, timeout: 60_000},
			(error, stdout, stderr) => {
				const exitCode = error === null ? 0 : Number(error.code ?? 1);
				resolve({exitCode, stdout, stderr});
			},
		);
		child.stdin?.end(input);
	});

export type ServerProcess = {
	readonly port: number;
	readonly fingerprint: string;
	readonly process: ChildProcess;
	/** Everything it printed so far. */
	output(): string;
	/** Ends it by `signal` and waits until it is gone. */
	kill(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts `--serve` on loopback and resolves once it says where it listens. */
export const spawnServer = (options: {
	readonly dataDir: string;
	readonly port: number;
	/** @default 127.0.0.1 */
	readonly host?: string;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** A program, with its flags, that becomes the one that is named after it. */
	readonly by?: readonly string[];
}): Promise<ServerProcess> =>
	new Promise((resolve, reject) => {
		const {dataDir, port, host = '127.0.0.1', args = [], env = {}, by = []} = options;
		const where = ['--host', host, '--port', String(port), '--data', dataDir];
		const [program, ...words] = [...by, process.execPath, programPath, '--serve'];
		const child = spawn(
			program ?? process.execPath,
			[...words, ...where, ...args],
			// Over the channel it hears when this process ends, however that happens, and ends too.
			{stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: {...process.env, ...env}},
		);
		let output = '';
		const exited = once(child, 'exit');
		const kill = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
			child.kill(signal);
			await exited;
		};

		const read = (chunk: Buffer): void => {
			output += chunk.toString();
			const fingerprint = /SHA256:[A-Za-z0-9+/]+/.exec(output)?.[0];
			if (fingerprint !== undefined && output.includes(`connect `)) {
				resolve({port, fingerprint, process: child, output: () => output, kill});
			}
		};

		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		child.once('error', reject);
		child.once('exit', code => reject(new Error(`the server ended with ${code}: ${output}`)));
	});
