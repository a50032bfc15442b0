/** Takes the header of the PROXY protocol off a connection from a trusted proxy. */
import type {Socket} from 'node:net';
import {setAddress} from './peer-address.ts';
import {parseProxyHeader} from './proxy-header.ts';

export type ProxiedConnection = {
	/** For the whole header. */
	readonly patienceMs: number;
	/** The connection counts as one from where the proxy says; what follows its header is still to be read. */
	onHeader(): void;
	/** There is no header but HTTP, still to be read: whom the proxy speaks for, each request tells. */
	onHttp(): void;
	/** The connection is destroyed. */
	onMalformed(reason: string): void;
};

export const readProxyHeader = (
	socket: Socket,
	{patienceMs, onHeader, onHttp, onMalformed}: ProxiedConnection,
): void => {
	let bytes: Buffer = Buffer.alloc(0);
	const giveUp = (): void => {
		socket.destroy();
	};

	const settle = (unread: Buffer): void => {
		clearTimeout(timer);
		socket.off('readable', onReadable);
		socket.off('error', giveUp);
		socket.off('end', giveUp);
		if (unread.length > 0) {
			socket.unshift(unread);
		}
	};

	const fail = (reason: string): void => {
		giveUp();
		onMalformed(reason);
	};

	const look = (): void => {
		const header = parseProxyHeader(bytes);
		switch (header.kind) {
			case 'unfinished':
				break;
			case 'malformed':
				fail(header.reason);
				break;
			case 'header':
				settle(bytes.subarray(header.bytes));
				if (header.address !== undefined) {
					setAddress(socket, header.address);
				}

				onHeader();
				break;
			case 'http':
				settle(bytes);
				setAddress(socket, '');
				onHttp();
				break;
		}
	};

	const onReadable = (): void => {
		const chunk: Buffer | null = socket.read();
		if (chunk !== null) {
			bytes = Buffer.concat([bytes, chunk]);
			look();
		}
	};

	const timer = setTimeout(() => fail('no whole header in time'), patienceMs);
	socket.on('readable', onReadable);
	socket.once('error', giveUp);
	socket.once('end', giveUp);
	socket.once('close', () => clearTimeout(timer));
};
