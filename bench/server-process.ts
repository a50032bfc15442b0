/** The chat-tui server as a child process of the bench: no flood limits, cheap password hashes. */
import type {ClusterOptions} from '../source/server/open-data.ts';
import {createServer} from '../source/server/server.ts';
import {answerCalls} from './processes/calls.ts';

export type ServerCalls = {
	/** `folder` becomes the server's data folder. Plain TCP and TLS are served on the same port. */
	listen: {request: {folder: string; cluster?: ClusterOptions}; reply: {port: number}};
	collectGarbage: {request: null; reply: null};
};

/** The least that argon2 takes, in KiB and passes: logging in is not what is measured. */
const passwordCost = {memoryCost: 8, timeCost: 1};

answerCalls<ServerCalls>({
	async listen({folder, cluster}) {
		const {port} = await createServer({
			dataDir: folder,
			cluster,
			host: '127.0.0.1',
			port: 0,
			hasRateLimits: false,
			passwordCost,
		});
		return {port};
	},
	collectGarbage() {
		globalThis.gc?.();
		return null;
	},
});
