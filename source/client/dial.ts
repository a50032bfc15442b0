/** Connects to a server whose certificate is trusted. Loads sockets and codec only when called. */
import {CertificateError, ClientError} from './client-error.ts';
import {type ClientOptions, timingOf} from './client-options.ts';
import type {Connection} from './connection.ts';
import {findPin, pinServer} from './known-servers.ts';
import {parseServerAddress, type ServerAddress} from './server-address.ts';

export type DialOptions = {
	readonly dataDir: string;
	/** `HOST:PORT` */
	readonly server: string;
	readonly options: ClientOptions;
	readonly signal?: AbortSignal;
};

/** @throws {ClientError} `bad-address` */
export const requireAddress = (server: string): ServerAddress => {
	const address = parseServerAddress(server);
	if (address === undefined) {
		throw new ClientError(
			'bad-address',
			`"${server}" is no address of a server, such as 192.168.1.5:7800.`,
		);
	}

	return address;
};

/** @throws {CertificateError} */
const checkFingerprint = (
	{dataDir, options: {acceptNew, acceptFingerprint}}: DialOptions,
	server: string,
	fingerprint: string,
): void => {
	const pin = findPin(dataDir, server);
	const isAccepted =
		acceptFingerprint === undefined
			? pin === fingerprint || (pin === undefined && acceptNew === true)
			: acceptFingerprint === fingerprint;
	if (!isAccepted) {
		throw new CertificateError(server, fingerprint, pin ?? acceptFingerprint);
	}

	if (pin !== fingerprint) {
		pinServer(dataDir, server, fingerprint);
	}
};

/** @throws {ClientError | CertificateError} */
export const dial = async (dialOptions: DialOptions): Promise<Connection> => {
	const {server, options, signal} = dialOptions;
	const address = requireAddress(server);
	const {openConnection} = await import('./connection.ts');
	return openConnection({
		...timingOf(options),
		address,
		insecure: options.insecure ?? false,
		encoding: options.encoding ?? 'msgpack',
		checkFingerprint: fingerprint => checkFingerprint(dialOptions, address.text, fingerprint),
		...(signal === undefined ? {} : {signal}),
	});
};

/** What `server` shows now. Nothing is sent to it. @throws {ClientError} */
export const fetchFingerprint = async (server: string): Promise<string> => {
	const {openSocket} = await import('./open-socket.ts');
	let shown = '';
	const socket = await openSocket({
		...timingOf({}),
		address: requireAddress(server),
		insecure: false,
		checkFingerprint(fingerprint) {
			shown = fingerprint;
		},
	});
	socket.destroy();
	return shown;
};
