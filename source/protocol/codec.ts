/**
 * Payloads: objects ↔ bytes in both encodings, checked against the schemas.
 *
 * The only place that parses what came over the wire. JSON and MessagePack carry the same objects:
 * a field that is `undefined` is left out in both.
 */
import {type Options, Packr} from 'msgpackr';
import * as z from 'zod';
import {decodeChunk, encodeChunk} from './chunk.ts';
import {
	type CommandName,
	type CommandReply,
	type CommandRequest,
	commands,
	isCommandName,
} from './commands.ts';
import {type ErrorCode, isErrorCode, ProtocolError} from './errors.ts';
import {type EventBody, type EventName, events, isEventName, type ServerEvent} from './events.ts';
import {type Encoding, encodeFrame} from './frame.ts';

/**
 * Plain maps and standard types only, so that any MessagePack library can read it.
 * `skipValues` is documented by msgpackr but missing from its types.
 */
const options: Options & {skipValues: unknown[]} = {
	useRecords: false,
	variableMapSize: true,
	// Other libraries write any number in 64 bits. One that is not safe is refused by its schema.
	int64AsType: 'number',
	skipValues: [undefined],
};
const packr = new Packr(options);

const errorBody = z.object({
	code: z.string().max(64),
	message: z.string().max(2_000),
	retryAfterMs: z.int().nonnegative().optional(),
});

export type RequestPayload<Name extends CommandName = CommandName> = {
	command: Name;
	body: CommandRequest<Name>;
};

/** A request as a tagged union: `command` decides the type of `body`. */
export type AnyRequest = {[Name in CommandName]: RequestPayload<Name>}[CommandName];

export const encodePayload = (encoding: Encoding, value: unknown): Uint8Array =>
	encoding === 'json' ? Buffer.from(JSON.stringify(value)) : packr.pack(value);

/** The escape of a surrogate: UTF-8 has none, so that a lone one comes in by it alone. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

const toWellFormed = (_key: string, value: unknown): unknown =>
	typeof value === 'string' ? value.toWellFormed() : value;

/** With U+FFFD for lone surrogates: MessagePack could not pass them on. */
const parseJson = (text: string): unknown =>
	surrogateEscape.test(text) ? JSON.parse(text, toWellFormed) : JSON.parse(text);

/** @throws {ProtocolError} `bad-payload` */
export const decodePayload = (encoding: Encoding, payload: Uint8Array): unknown => {
	try {
		return encoding === 'json'
			? parseJson(Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString())
			: packr.unpack(payload);
	} catch (error) {
		throw new ProtocolError('bad-payload', `The payload is not valid ${encoding}.`, {cause: error});
	}
};

/** A map of the wire, and not a date, set or list: MessagePack has extensions for such things. */
const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const describe = (error: z.core.$ZodError): string =>
	error.issues
		.slice(0, 3)
		.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
		.join('; ')
		.slice(0, 500);

const check = <Schema extends z.ZodType>(
	schema: Schema,
	body: unknown,
	what: string,
): z.infer<Schema> => {
	const given = body ?? {};
	if (!isObject(given)) {
		throw new ProtocolError('bad-payload', `${what}: the body is no object.`);
	}

	const result = schema.safeParse(given);
	if (!result.success) {
		throw new ProtocolError('bad-payload', `${what}: ${describe(result.error)}`);
	}

	return result.data;
};

/** @throws {ProtocolError} `bad-payload` or `unknown-command` */
export const decodeRequest = (encoding: Encoding, payload: Uint8Array): AnyRequest => {
	const value = decodePayload(encoding, payload);
	if (!isObject(value) || typeof value.command !== 'string') {
		throw new ProtocolError('bad-payload', 'A request is an object with a "command".');
	}

	const command = value.command;
	if (!isCommandName(command)) {
		throw new ProtocolError('unknown-command', `There is no command "${command.slice(0, 64)}".`);
	}

	const body = check(commands[command].request, value.body, command);
	return {command, body} as AnyRequest;
};

/** @throws {ProtocolError} what the server refused with, or `bad-payload` when the reply makes no sense */
export const decodeReply = <Name extends CommandName>(
	command: Name,
	encoding: Encoding,
	payload: Uint8Array,
): CommandReply<Name> => {
	const value = decodePayload(encoding, payload);
	if (!isObject(value)) {
		throw new ProtocolError('bad-payload', 'A reply is an object.');
	}

	if (value.error !== undefined) {
		throw toProtocolError(value.error);
	}

	return check(commands[command].reply, value.body, `reply to ${command}`) as CommandReply<Name>;
};

/** What a frame of kind `bytes` asks. @throws {ProtocolError} `bad-payload` */
export const decodeBytesRequest = (payload: Uint8Array): AnyRequest => ({
	command: 'write-chunk',
	body: check(commands['write-chunk'].request, decodeChunk(payload), 'write-chunk'),
});

/** What a frame of kind `bytes` answers. @throws {ProtocolError} `bad-payload` */
export const decodeBytesReply = <Name extends CommandName>(
	command: Name,
	payload: Uint8Array,
): CommandReply<Name> =>
	check(commands[command].reply, {data: payload}, `reply to ${command}`) as CommandReply<Name>;

const toProtocolError = (value: unknown): ProtocolError => {
	const {code, message, retryAfterMs} = check(errorBody, value, 'error');
	const known: ErrorCode = isErrorCode(code) ? code : 'internal';
	return new ProtocolError(known, message, retryAfterMs === undefined ? {} : {retryAfterMs});
};

/** Returns `undefined` for an event that this version does not know. @throws {ProtocolError} `bad-payload` */
export const decodeEvent = (encoding: Encoding, payload: Uint8Array): ServerEvent | undefined => {
	const value = decodePayload(encoding, payload);
	if (!isObject(value) || typeof value.event !== 'string') {
		throw new ProtocolError('bad-payload', 'An event is an object with an "event".');
	}

	const event = value.event;
	if (!isEventName(event)) {
		return undefined;
	}

	return {event, body: check(events[event], value.body, event)} as ServerEvent;
};

export const encodeRequest = <Name extends CommandName>(
	encoding: Encoding,
	requestId: number,
	command: Name,
	body: CommandRequest<Name>,
): Buffer =>
	command === 'write-chunk'
		? encodeFrame({
				encoding,
				kind: 'bytes',
				requestId,
				payload: encodeChunk(body as CommandRequest<'write-chunk'>),
			})
		: encodeFrame({
				encoding,
				kind: 'request',
				requestId,
				payload: encodePayload(encoding, {command, body}),
			});

/** A reply that is a piece of a file goes as it is, in a frame of kind `bytes`. */
export const encodeReply = <Name extends CommandName>(
	encoding: Encoding,
	requestId: number,
	body: CommandReply<Name>,
): Buffer =>
	'data' in body && body.data instanceof Uint8Array
		? encodeFrame({encoding, kind: 'bytes', requestId, payload: body.data})
		: encodeFrame({encoding, kind: 'reply', requestId, payload: encodePayload(encoding, {body})});

/** A frame that refuses request `requestId`; 0 where no request can be named. */
export const encodeError = (
	encoding: Encoding,
	requestId: number,
	error: ProtocolError,
): Buffer => {
	const {code, message, retryAfterMs} = error;
	const payload = encodePayload(encoding, {error: {code, message, retryAfterMs}});
	return encodeFrame({encoding, kind: 'reply', requestId, payload});
};

export const encodeEvent = <Name extends EventName>(
	encoding: Encoding,
	event: Name,
	body: EventBody<Name>,
): Buffer =>
	encodeFrame({
		encoding,
		kind: 'event',
		requestId: 0,
		payload: encodePayload(encoding, {event, body}),
	});
