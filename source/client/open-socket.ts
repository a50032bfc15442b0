/** Connects a socket to a server: TLS 1.3 with a certificate that the caller accepts, or plain TCP. */
import {connect as connectPlain, isIP, type Socket} from 'node:net';
import {type ConnectionOptions, connect as connectTls, type TLSSocket} from 'node:tls';
import {trustAuthorities} from './authorities.ts';
import {fingerprintOf} from './certificate.ts';
import {ClientError, messageOf} from './client-error.ts';
import {isThisMachine, isUnencrypted, type ServerAddress} from './server-address.ts';

export type SocketOptions = {
	readonly address: ServerAddress;
	/** Without TLS, for who has asked for it. */
	readonly insecure: boolean;
	/** Until the host answers at all. */
	readonly connectTimeoutMs: number;
	/** From then until it has shown its certificate: a busy server lets people wait for their turn. */
	readonly handshakeTimeoutMs: number;
	/** Aborts the attempt with its reason. */
	readonly signal?: AbortSignal;
	/**
	 * Called with the fingerprint before anything is written; throws when it is not the right one. `isVouchedFor`: the
	 * authorities that this computer trusts say that the certificate is the host's; only told of `wss`.
	 */
	checkFingerprint(fingerprint: string, isVouchedFor: boolean): void;
};

const reasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'no server listens there',
	ENOTFOUND: 'there is no such host name',
	EAI_AGAIN: 'the host name cannot be looked up now',
	EHOSTUNREACH: 'there is no way to that host',
	ENETUNREACH: 'there is no network',
	ETIMEDOUT: 'it does not answer',
	ECONNRESET: 'it closed the connection',
	EPIPE: 'it closed the connection',
	EPROTO: 'it speaks no TLS 1.3',
};

/** A failure of the socket in words for people. */
export const socketFailure = (error: Error, {text}: ServerAddress): ClientError => {
	const {code = ''} = error as NodeJS.ErrnoException;
	const reason = reasons[code] ?? (code.startsWith('ERR_SSL') ? reasons.EPROTO : error.message);
	return new ClientError('offline', `${text} cannot be reached: ${reason}.`, {cause: error});
};

/** Certificates of proxies are renewed often, and proxies may be older than TLS 1.3. */
const tlsOptions = ({webSocket}: ServerAddress): ConnectionOptions =>
	webSocket === undefined
		? {minVersion: 'TLSv1.3'}
		: {secureContext: trustAuthorities(), ALPNProtocols: ['http/1.1']};

const dial = ({address, insecure}: SocketOptions): Socket => {
	const {host, port} = address;
	if (isUnencrypted(address, insecure)) {
		return connectPlain({host, port});
	}

	return connectTls({
		host,
		port,
		...tlsOptions(address),
		// Trust comes from the pin alone: see `checkPeer`.
		rejectUnauthorized: false,
		// RFC 6066 §3: no IP addresses here.
		...(isIP(host) === 0 ? {servername: host} : {}),
	});
};

/** No session is ever resumed: a resumed one would show no certificate. */
const checkPeer = (socket: TLSSocket, options: SocketOptions): void => {
	const certificate = socket.getPeerX509Certificate();
	if (certificate === undefined) {
		throw new ClientError('offline', `${options.address.text} shows no certificate.`);
	}

	const isVouchedFor = options.address.webSocket !== undefined && socket.authorized;
	options.checkFingerprint(fingerprintOf(certificate), isVouchedFor);
};

/**
 * Resolves with a connected socket to which nothing has been written.
 *
 * @throws {ClientError} `offline` or `timeout`, and what `checkFingerprint` throws
 */
export const openSocket = (options: SocketOptions): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const {address, insecure, signal} = options;
		const isPlain = isUnencrypted(address, insecure);
		if (signal?.aborted) {
			reject(signal.reason);
			return;
		}

		if (isPlain && !insecure && !isThisMachine(address)) {
			const advice = 'take wss://, or --insecure if nobody is between';
			reject(new ClientError('bad-address', `${address.text} has no TLS: ${advice}.`));
			return;
		}

		const socket = dial(options);
		const onAbort = (): void => fail(signal?.reason);
		const settle = (): void => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
		};

		const fail = (error: Error): void => {
			settle();
			socket.destroy();
			reject(error);
		};

		const giveUp = (): void => fail(new ClientError('timeout', `${address.text} does not answer.`));
		let timer = setTimeout(giveUp, options.connectTimeoutMs);
		socket.once('connect', () => {
			clearTimeout(timer);
			timer = setTimeout(giveUp, options.handshakeTimeoutMs);
		});
		const onError = (error: Error): void => fail(socketFailure(error, address));
		const onClose = (): void =>
			fail(new ClientError('offline', `${address.text} closed the connection.`));
		signal?.addEventListener('abort', onAbort);
		socket.once('error', onError);
		socket.once('close', onClose);
		socket.once(isPlain ? 'connect' : 'secureConnect', () => {
			try {
				if (!isPlain) {
					checkPeer(socket as TLSSocket, options);
				}
			} catch (error) {
				fail(error instanceof Error ? error : new Error(messageOf(error)));
				return;
			}

			settle();
			socket.off('error', onError);
			socket.off('close', onClose);
			socket.setNoDelay(true);
			resolve(socket);
		});
	});
