/** A real server for targets that are reached over a socket: quick to hash, soon out of patience, its failures counted. */
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pino} from 'pino';
import {createServer, type Server} from '../../source/server/server.ts';

export type LiveServer = {
	readonly server: Server;
	/** @throws {Error} with what the server has logged as an error */
	checkLog(): void;
	close(): Promise<void>;
};

/** In memory where the system has such a folder: the disk is not what is tried. */
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const patience = {
	sweepMs: 50,
	frameMs: 250,
	logInMs: 400,
	silenceMs: 400,
	stalledMs: 300,
	closeMs: 100,
} as const;

export const startLiveServer = async (hasPatience = false): Promise<LiveServer> => {
	const dataDir = mkdtempSync(join(parent, 'chat-tui-fuzz-'));
	const errors: string[] = [];
	const server = await createServer({
		dataDir,
		host: '127.0.0.1',
		port: 0,
		passwordCost: {memoryCost: 64, timeCost: 1},
		hasRateLimits: false,
		offlineDelayMs: 20,
		patience: hasPatience ? {closeMs: patience.closeMs} : patience,
		logger: pino({level: 'error'}, {write: (line: string) => void errors.push(line)}),
	});
	return {
		server,
		checkLog() {
			if (errors.length > 0) {
				throw new Error(`the server failed: ${errors.splice(0).join('')}`);
			}
		},
		async close() {
			await server.close();
			rmSync(dataDir, {recursive: true, force: true});
		},
	};
};
