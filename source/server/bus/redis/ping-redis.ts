/** Asks a Redis whether it is there, as a node would find it. */
import {createClient} from '@redis/client';

const connectMs = 2_000;

/** Resolves with how long the answer took, in milliseconds. @throws in Redis's words when it cannot be reached, or refuses */
export const pingRedis = async (url: string): Promise<number> => {
	const connection = createClient({
		url,
		RESP: 2,
		socket: {connectTimeout: connectMs, socketTimeout: connectMs, reconnectStrategy: false},
	});
	// What fails is told to whoever waits, too.
	connection.on('error', () => undefined);
	try {
		await connection.connect();
		const askedAt = performance.now();
		await connection.ping();
		return performance.now() - askedAt;
	} finally {
		if (connection.isOpen) {
			connection.destroy();
		}
	}
};
