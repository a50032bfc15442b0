/** Lets a server of a test listen where nobody else can come: on this machine, on a port that is free. */
import {once} from 'node:events';
import type {Server} from 'node:net';

/** `host`: an address that only this machine has. @returns the port */
export const listenOnLoopback = async (server: Server, host = '127.0.0.1'): Promise<number> => {
	server.listen(0, host);
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('the server has no port');
	}

	return address.port;
};
