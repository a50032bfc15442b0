/** Failures that arise on this side of the wire; what the server refuses is a `ProtocolError`. */
import {ProtocolError} from '../protocol/errors.ts';
import type {ClientFailure} from './state.ts';

export type ClientErrorCode =
	/** There is no connection now. */
	| 'offline'
	/** No answer in time: whether it was done is unknown. */
	| 'timeout'
	/** The client has stopped: by `stop`, or because something needs a person's decision. */
	| 'stopped'
	/** The server has refused the message before; the text says why. */
	| 'refused'
	/** There is no such account on this computer. */
	| 'no-account'
	/** What was given is no address of a server, or one that needs `insecure`. */
	| 'bad-address'
	/** The local database cannot be used. */
	| 'local-data'
	/** A file of this computer cannot be read or written. */
	| 'local-file'
	/** What the server gave is not the file that was sent. */
	| 'wrong-file';

/** An expected failure: `message` is for people, `code` for programs. */
export class ClientError extends Error {
	override name = 'ClientError' as const;
	readonly code: ClientErrorCode;

	constructor(code: ClientErrorCode, message: string, options?: {cause?: unknown}) {
		super(message, options);
		this.code = code;
	}
}

/** The server's certificate is not known to be the right one. Nothing was sent to it. */
export class CertificateError extends Error {
	override name = 'CertificateError' as const;
	readonly code: 'certificate-unknown' | 'certificate-changed';
	/** What the server shows now. */
	readonly fingerprint: string;
	/** What was named to be trusted, or is pinned; only when it is another one. */
	readonly pinned: string | undefined;

	constructor(server: string, fingerprint: string, pinned?: string) {
		super(
			pinned === undefined
				? `The certificate of ${server} is not known yet; its fingerprint is ${fingerprint}.`
				: `The certificate of ${server} has changed: it shows ${fingerprint}, and ${pinned} is the one you trust. Somebody may be between you and the server.`,
		);
		this.code = pinned === undefined ? 'certificate-unknown' : 'certificate-changed';
		this.fingerprint = fingerprint;
		this.pinned = pinned;
	}
}

export const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);

/** The failure as a view shows it. */
export const describeFailure = (error: unknown): ClientFailure => {
	if (error instanceof ProtocolError) {
		return {code: error.code, message: error.message};
	}

	const isTimeout = error instanceof ClientError && error.code === 'timeout';
	return {code: isTimeout ? 'timeout' : 'offline', message: messageOf(error)};
};
