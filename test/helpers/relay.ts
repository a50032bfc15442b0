/** A balancer in front of several servers: each connection goes to the first of them that takes it. */
import {connect, createServer, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import {listenOnLoopback} from './listen-on-loopback.ts';

type Place = {readonly host: string; readonly port: number};

const passOn = (client: Socket, [place, ...others]: readonly Place[]): void => {
	if (place === undefined) {
		client.destroy();
		return;
	}

	const upstream = connect(place);
	let isThere = false;
	const end = (): void => {
		client.destroy();
		upstream.destroy();
	};
	upstream.on('connect', () => {
		isThere = true;
		client.on('error', end).on('close', end);
		client.pipe(upstream).pipe(client);
	});
	upstream.on('error', () => {
		if (isThere) {
			end();
		} else {
			passOn(client, others);
		}
	});
	onTestFinished(end);
};

/** Returns the address for clients. Ends with the test. */
export const startRelay = async (places: readonly Place[]): Promise<string> => {
	const server = createServer({pauseOnConnect: true}, client => passOn(client, places));
	const port = await listenOnLoopback(server);
	return `127.0.0.1:${port}`;
};
