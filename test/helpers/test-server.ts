/** A server of its own for each test that asks: quick to hash, without rate limits, gone with the test. */
import {onTestFinished} from 'vitest';
import {createServer, type Server} from '../../source/server/server.ts';
import type {ServerOptions} from '../../source/server/server-options.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {testCluster} from './test-store.ts';

export type TestServer = {
	readonly server: Server;
	readonly port: number;
	readonly fingerprint: string;
	readonly dataDir: string;
	/** May be called early; the end of the test calls it otherwise. */
	close(): Promise<void>;
};

export const startTestServer = async (
	options: Partial<ServerOptions> = {},
): Promise<TestServer> => {
	const dataDir = options.dataDir ?? temporaryFolder();
	const server = await createServer({
		host: '127.0.0.1',
		port: 0,
		// Real hashes, but cheap ones.
		passwordCost: {memoryCost: 64, timeCost: 1},
		hasRateLimits: false,
		offlineDelayMs: 20,
		cluster: await testCluster(dataDir),
		...options,
		dataDir,
	});
	let closing: Promise<void> | undefined;
	const close = (): Promise<void> => {
		closing ??= server.close();
		return closing;
	};

	onTestFinished(close);
	return {server, port: server.port, fingerprint: server.fingerprint, dataDir, close};
};
