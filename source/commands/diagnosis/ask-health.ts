/** Asks a server on this machine how it is, as a monitor does. */
import {get} from 'node:http';
import {json} from 'node:stream/consumers';

export type ServerHealth = {readonly status: string; readonly problems: readonly string[]};

const patienceMs = 5_000;

/** @throws when nothing answers there, or something else than a chat-tui server does */
export const askHealth = (host: string, port: number): Promise<ServerHealth> =>
	new Promise((resolve, reject) => {
		const request = get({host, port, path: '/health', timeout: patienceMs}, response => {
			json(response).then(answer => {
				const {status, problems = []} = answer as Partial<ServerHealth>;
				if (status === undefined) {
					reject(new Error(`what listens on port ${port} is no chat-tui server`));
				} else {
					resolve({status, problems});
				}
			}, reject);
		});
		request.once('timeout', () =>
			request.destroy(new Error(`nothing answers on port ${port} within ${patienceMs} ms`)),
		);
		request.once('error', error => {
			// A name with several addresses gives several errors, and they have no message together.
			const [first = error]: Error[] = error instanceof AggregateError ? error.errors : [];
			reject(first);
		});
	});
