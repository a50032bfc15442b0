/** Opens many connections that have talked once and then do nothing. */
import {once} from 'node:events';
import {relayFrame} from '../floors/relay-frame.ts';
import {type Address, type Connection, openConnection, spread} from './connection.ts';
import {logIn, register} from './stage-chat-tui.ts';

/** Handshakes at the same time. */
const batchSize = 25;

const openInBatches = async (
	count: number,
	open: (index: number) => Promise<Connection>,
): Promise<readonly Connection[]> => {
	const opened: Connection[] = [];
	while (opened.length < count) {
		const size = Math.min(batchSize, count - opened.length);
		const indices = Array.from({length: size}, (_, index) => opened.length + index);
		opened.push(...(await Promise.all(indices.map(open))));
	}

	return opened;
};

/** Registers the accounts and hangs up, so that the server's memory before the connections can be read. */
export const registerAccounts = async (address: Address, accounts: number): Promise<void> => {
	const registered = await openInBatches(accounts, index =>
		register(spread(address, index), `idle-${index}`),
	);
	for (const connection of registered) {
		connection.close();
	}
};

/** Every connection is another device; the accounts share them evenly. */
export const openLoggedIn = (options: {
	address: Address;
	connections: number;
	accounts: number;
}): Promise<readonly Connection[]> =>
	openInBatches(options.connections, index =>
		logIn(spread(options.address, index), `idle-${index % options.accounts}`),
	);

/** Each sends one frame to the first connection, so that the relay too has read from every one. */
export const openOnRelay = (
	address: Address,
	connections: number,
): Promise<readonly Connection[]> =>
	openInBatches(connections, async () => {
		const connection = await openConnection(address);
		const body = Buffer.alloc(0);
		if (!connection.socket.write(relayFrame({requestId: 0, receiver: 0, body}))) {
			await once(connection.socket, 'drain');
		}

		return connection;
	});
