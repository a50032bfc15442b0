/** The stable error codes of the wire and the error that carries them. */

/** Code → what it means and what the peer should do. Codes never change their meaning. */
export const errorCodes = {
	'bad-frame': 'The bytes are no frame of this protocol. The connection is closed.',
	'unsupported-version': 'The frame or `hello` names no version that this side speaks.',
	'payload-too-large': 'The payload is longer than allowed. The connection is closed.',
	'bad-payload': 'The payload does not parse, or does not fit the schema of its command.',
	'unknown-command': 'This server has no such command.',
	'not-logged-in': 'The command needs `register`, `log-in` or `resume` first.',
	'already-logged-in': 'This connection is logged in already.',
	'wrong-credentials': 'Name and password do not match.',
	'token-invalid': 'The device token is unknown or revoked: log in again.',
	'name-invalid': 'The name breaks the rules for names.',
	'name-taken': 'The name belongs to somebody or something else.',
	'password-weak': 'The password is shorter than the minimum.',
	'registration-closed': 'This server takes no new accounts.',
	'code-invalid': 'The invitation or admin code is wrong, used up or expired.',
	'not-found': 'No such person, conversation, message or device, or not for you to see.',
	'not-a-member': 'You are no member of this conversation.',
	'already-a-member': 'The person is a member already.',
	forbidden: 'Your role does not allow this.',
	'talk-banned': 'You may not write anywhere on this server for now; the message tells how long.',
	muted: 'You may not write in this group for now; the message tells how long.',
	'slow-mode': 'This group takes one message of each member in a while; `retryAfterMs` tells when.',
	undeliverable: 'The person takes no messages now.',
	banned: 'This account or address may not use the server.',
	'too-late': 'The time in which this could be done is over.',
	'id-reused': 'The id was used for another message: an id names one message for ever.',
	'epoch-changed': 'The history was reset (the server was restored): forget the copy, fetch anew.',
	'limit-exceeded': 'A maximum of this server is reached; the message says which.',
	'rate-limited': 'Too many requests; try again after `retryAfterMs`.',
	busy: 'The server has too much to do; try again after `retryAfterMs`.',
	'file-mismatch': 'The content that came is not the one announced: send the file anew.',
	'storage-full': 'The server cannot write to its disk; nothing was stored.',
	internal: 'The server failed. Nothing was stored; it has a log entry about it.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An expected failure: `message` is for people, `code` for programs. Travels in a reply. */
export class ProtocolError extends Error {
	override name = 'ProtocolError' as const;
	readonly code: ErrorCode;
	/** Milliseconds after which the same request may succeed. */
	readonly retryAfterMs: number | undefined;

	constructor(
		code: ErrorCode,
		message: string = errorCodes[code],
		options: {retryAfterMs?: number; cause?: unknown} = {},
	) {
		super(message, options.cause === undefined ? undefined : {cause: options.cause});
		this.code = code;
		this.retryAfterMs = options.retryAfterMs;
	}
}

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCodes, code);
