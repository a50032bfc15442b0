/** Connects to a server whose certificate is trusted. Loads sockets and codec only when called. */
import {CertificateError, ClientError} from './client-error.ts';
import {type ClientOptions, timingOf} from './client-options.ts';
import type {Connection} from './connection.ts';
import {findPin, pinServer} from './known-servers.ts';
import {isUnencrypted, parseServerAddress, type ServerAddress} from './server-address.ts';

export type DialOptions = {
	readonly dataDir: string;
	/** `HOST:PORT` or `wss://HOST/ws` */
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
			`"${server}" is no address of a server, such as 192.168.1.5:7800 or wss://chat.example/ws.`,
		);
	}

	return address;
};

/** The certificate that a server shows. */
export type ServerCertificate = {
	/** Empty where none is shown: `ws://`. */
	readonly fingerprint: string;
	/** Trusted without a pin: the authorities that this computer trusts say whose it is. */
	readonly isVouchedFor: boolean;
};

/** @throws {CertificateError} */
const checkFingerprint = (
	{dataDir, options: {acceptNew, acceptFingerprint}}: DialOptions,
	server: string,
	{fingerprint, isVouchedFor}: ServerCertificate,
): void => {
	// Such a certificate is renewed by others than the server's people; who names a fingerprint wants that one.
	if (isVouchedFor && acceptFingerprint === undefined) {
		return;
	}

	const pin = findPin(dataDir, server);
	const isAccepted =
		acceptFingerprint === undefined
			? pin === fingerprint || (pin === undefined && acceptNew === true)
			: acceptFingerprint === fingerprint;
	if (!isAccepted) {
		throw new CertificateError(server, fingerprint, acceptFingerprint ?? pin);
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
		checkFingerprint: (fingerprint, isVouchedFor) =>
			checkFingerprint(dialOptions, address.text, {fingerprint, isVouchedFor}),
		...(signal === undefined ? {} : {signal}),
	});
};

/** What `server` shows now. Nothing is sent to it. @throws {ClientError} */
export const fetchCertificate = async (server: string): Promise<ServerCertificate> => {
	const address = requireAddress(server);
	if (isUnencrypted(address, false)) {
		return {fingerprint: '', isVouchedFor: true};
	}

	const {openSocket} = await import('./open-socket.ts');
	let shown: ServerCertificate = {fingerprint: '', isVouchedFor: false};
	const socket = await openSocket({
		...timingOf({}),
		address,
		insecure: false,
		checkFingerprint(fingerprint, isVouchedFor) {
			shown = {fingerprint, isVouchedFor};
		},
	});
	socket.destroy();
	return shown;
};

/** The fingerprint that `server` shows now. Nothing is sent to it. @throws {ClientError} */
export const fetchFingerprint = async (server: string): Promise<string> =>
	(await fetchCertificate(server)).fingerprint;
