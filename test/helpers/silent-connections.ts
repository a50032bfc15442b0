/** Connections that say nothing, or half of something: what a server has to put up with, and to get rid of. */
import {openTestSocket} from './wire-client.ts';

const halfFrame = Buffer.from([0xc7, 1, 0, 0, 0]);

export const openSilentConnections = async (port: number, count: number): Promise<void> => {
	for (let index = 0; index < count; index += 1) {
		const socket = await openTestSocket(port, index % 2 === 0);
		if (index % 4 < 2) {
			socket.write(halfFrame);
		}
	}
};
