/** One server on SQLite: the ground of the runs that need no cluster. */
import {findFreePort} from '../helpers/program.ts';
import type {Ground, Service, ServiceOptions} from './ground.ts';
import {keepServer, listDescriptors} from './server-keeper.ts';

/** Unfinished uploads stay open for a minute: their senders may come back. */
const isUpload = (target: string): boolean => target.includes('/files/parts/');

const createService = (
	port: number,
	{place, shims, env, isExcused, onDefect}: ServiceOptions,
): Service => {
	const server = keepServer({
		dataDir: place.folder,
		port,
		env: {...env, ...shims.get('server')?.env},
		isExcused,
		onDefect,
	});
	let isDown = false;
	let first: readonly string[] | undefined;
	const list = (): string[] => listDescriptors(server.pid).filter(target => !isUpload(target));
	return {
		output: () => server.output(),
		start: () => server.start(),
		async strike(act, hold) {
			if (act.kind !== 'kill-server') {
				throw new Error(`a single server knows no ${act.kind}`);
			}

			if (!isDown) {
				isDown = true;
				server.kill();
				await hold(act.holdMs);
				await server.start();
				isDown = false;
			}
		},
		relent: () => undefined,
		get pids() {
			return [server.pid];
		},
		findLeaks() {
			const now = list();
			first ??= now;
			return now.length <= first.length
				? []
				: [
						`the server holds ${now.sort().join(' ')}, at the beginning ${[...first].sort().join(' ')}`,
					];
		},
		async stop() {
			const code = await server.stop();
			return code === 0 ? [] : [`the server stopped with ${code}`];
		},
		kill: () => server.kill(),
	};
};

export const openSingleServer = async (): Promise<Ground> => {
	const port = await findFreePort();
	return {
		port,
		deadlineMs: 30_000,
		equalMsMax: 10_000,
		isReconnecting: true,
		lacks: () => undefined,
		createService: options => createService(port, options),
		openPlace: folder => Promise.resolve({folder}),
		closePlace: () => Promise.resolve(),
		close: () => Promise.resolve(),
	};
};
