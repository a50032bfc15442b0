/** Runs a server as a child process for as long as this program lives: "start one here" on the home screen. */
import {type ChildProcess, spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {CommandFailure} from './command-failure.ts';

/** What a server tells its parent over IPC once it takes connections. */
export type ServerReady = {
	readonly port: number;
	/** `HOST:PORT` of every way to reach it, this machine's own first. */
	readonly addresses: readonly string[];
	readonly fingerprint: string;
	readonly adminCode?: string;
};

export type RunningServer = ServerReady & {
	/** Stops it and waits until it is gone. */
	stop(): Promise<void>;
};

const stopMsMax = 10_000;

const stopChild = (child: ChildProcess): Promise<void> =>
	new Promise(resolve => {
		if (child.exitCode !== null || child.signalCode !== null) {
			resolve();
			return;
		}

		const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
		child.once('exit', () => {
			clearTimeout(timer);
			resolve();
		});
		child.kill('SIGTERM');
	});

const isServerReady = (message: unknown): message is ServerReady =>
	typeof message === 'object' && message !== null && 'fingerprint' in message;

/** @throws {CommandFailure} with what the server said when it could not start */
export const runServerProcess = (args: readonly string[]): Promise<RunningServer> =>
	new Promise((resolve, reject) => {
		const program = process.argv[1] ?? fileURLToPath(import.meta.url);
		const words = [program, '--serve', '--log-level', 'error', ...args];
		const child = spawn(process.execPath, words, {
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			// Ctrl-Z stops the process group of the screen, and nobody else's chat.
			detached: true,
		});
		let complaint = '';
		child.stderr?.on('data', (chunk: Buffer) => {
			complaint = `${complaint}${chunk.toString()}`.slice(-2_000);
		});
		child.once('error', error => {
			reject(
				new CommandFailure(`The server could not be started: ${error.message}`, {cause: error}),
			);
		});
		child.once('exit', code => {
			const said = complaint.trim().replace(/^chat-tui: /, '');
			reject(new CommandFailure(said === '' ? `The server ended with status ${code}.` : said));
		});
		child.on('message', message => {
			if (isServerReady(message)) {
				resolve({...message, stop: () => stopChild(child)});
			}
		});
	});
