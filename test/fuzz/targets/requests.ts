/** Requests of people who are logged in, one after the other in a small world: each is done or refused by a code of the table. */
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {
	decodeBytesReply,
	decodeReply,
	encodePayload,
	encodeRequest,
} from '../../../source/protocol/codec.ts';
import {
	type CommandName,
	type CommandReply,
	commands,
	isCommandName,
} from '../../../source/protocol/commands.ts';
import {isErrorCode, ProtocolError} from '../../../source/protocol/errors.ts';
import {
	type Encoding,
	encodeFrame,
	encodings,
	type Frame,
	FrameDecoder,
} from '../../../source/protocol/frame.ts';
import {type LiveServer, startLiveServer} from '../live-server.ts';
import {oddTexts} from '../odd-values.ts';
import {oneOf, type Random} from '../random-choice.ts';
import {type KnownValues, requestFor} from '../schema-values.ts';
import type {Target} from '../target.ts';

const people = ['ada', 'bob', 'carol'] as const;
const passwords = ['correct horse battery', 'another good one'] as const;
const stepsOfInput = 150;
const answeredWithinMs = 20_000;

/** One line of an input: who asks what. */
type Step = {
	readonly who: number;
	readonly encoding: Encoding;
	readonly command: CommandName;
	readonly body: Record<string, unknown>;
};

const readStep = (line: string): Step | undefined => {
	try {
		const {who, encoding, command, body} = JSON.parse(line);
		const isStep =
			Number.isInteger(who) &&
			encodings.includes(encoding) &&
			isCommandName(command) &&
			typeof body === 'object' &&
			body !== null;
		return isStep ? {who, encoding, command, body} : undefined;
	} catch {
		// A mutated line that is none any more.
		return undefined;
	}
};

/** Speaks for one of the people, and comes back when it was put out. */
class Speaker {
	readonly name: string;
	readonly #live: LiveServer;
	#socket: Socket | undefined;
	#requestId = 0;
	#answer: ((frame: Frame | undefined) => void) | undefined;
	#names = 0;
	#epoch = '';

	constructor(live: LiveServer, name: string) {
		this.#live = live;
		this.name = name;
	}

	/** `closed`, `done` or a code. */
	async try(command: CommandName, body: unknown, encoding: Encoding = 'json'): Promise<string> {
		try {
			await this.ask(command, body, encoding);
			return 'done';
		} catch (error) {
			if (error instanceof ProtocolError) {
				return error.code;
			}

			throw error;
		}
	}

	async ask<Name extends CommandName>(
		command: Name,
		body: unknown,
		encoding: Encoding = 'json',
	): Promise<CommandReply<Name> | undefined> {
		await this.#enter();
		const frame = await this.#send(command, body, encoding);
		if (frame === undefined) {
			return undefined;
		}

		return frame.kind === 'bytes'
			? decodeBytesReply(command, frame.payload)
			: decodeReply(command, frame.encoding, frame.payload);
	}

	close(): void {
		this.#socket?.destroy();
	}

	/** As the same person where that is still possible, else as a new one. */
	async #enter(): Promise<void> {
		if (this.#socket !== undefined && !this.#socket.destroyed && this.#socket.readable) {
			return;
		}

		await this.#connect();
		for (const password of passwords) {
			const entry = {name: this.name, password, device: 'fuzz'};
			if (await this.#isDone('log-in', entry)) {
				return;
			}
		}

		do {
			this.#names += 1;
			const name = `${this.name}${this.#names === 1 ? '' : this.#names}`;
			if (await this.#isDone('register', {name, password: passwords[0], device: 'fuzz'})) {
				return;
			}
		} while (this.#names < 500);
		throw new Error(`${this.name} cannot come in any more`);
	}

	async #isDone(command: 'log-in' | 'register', body: unknown): Promise<boolean> {
		const frame = await this.#send(command, body, 'json');
		const text = frame === undefined ? '{"error"' : Buffer.from(frame.payload).toString();
		if (text.startsWith('{"error"')) {
			return false;
		}

		this.#epoch = JSON.parse(text).body.epoch;
		return true;
	}

	async #connect(): Promise<void> {
		const socket = connect({host: '127.0.0.1', port: this.#live.server.port});
		const decoder = new FrameDecoder({payloadBytesMax: 16_777_216});
		socket.on('data', chunk =>
			decoder.push(chunk, frame => {
				if (frame.requestId === this.#requestId) {
					this.#answer?.(frame);
				}
			}),
		);
		socket.on('error', () => socket.destroy());
		for (const event of ['end', 'close'] as const) {
			socket.on(event, () => {
				socket.destroy();
				this.#answer?.(undefined);
			});
		}

		await once(socket, 'connect');
		this.#socket = socket;
	}

	async #send(command: CommandName, body: unknown, encoding: Encoding): Promise<Frame | undefined> {
		this.#requestId += 1;
		const requestId = this.#requestId;
		const answered = new Promise<Frame | undefined>((resolve, reject) => {
			const timer = setTimeout(
				() => reject(new Error(`no answer to ${command} ${JSON.stringify(body)}`)),
				answeredWithinMs,
			);
			this.#answer = frame => {
				clearTimeout(timer);
				resolve(frame);
			};
		});
		const {epoch} = body as {epoch?: unknown};
		const asked = epoch === anyEpoch ? {...(body as object), epoch: this.#epoch} : body;
		const payload = encodePayload(encoding, {command, body: asked});
		this.#socket?.write(
			command === 'write-chunk'
				? writeChunk(requestId, body as Record<string, unknown>)
				: encodeFrame({encoding, kind: 'request', requestId, payload}),
		);
		return answered;
	}
}

/** Its header where the fields fit into one, else whatever they are. */
const writeChunk = (requestId: number, {upload, offset, data}: Record<string, unknown>): Buffer => {
	const bytes = Buffer.from(typeof data === 'string' ? data : '', 'base64').subarray(0, 65_536);
	const isNumber = (value: unknown, end: number): value is number =>
		typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
	return encodeRequest('json', requestId, 'write-chunk', {
		upload: isNumber(upload, 2 ** 32) ? upload : 1,
		offset: isNumber(offset, 2 ** 53) ? offset : 0,
		data: bytes,
	});
};

/** A group, direct conversations, messages, an administrator: things that requests can mean. */
const furnish = async (speakers: readonly Speaker[], adminCode: string): Promise<void> => {
	const [ada, bob, carol] = speakers;
	if (ada === undefined || bob === undefined || carol === undefined) {
		throw new Error('somebody is missing');
	}

	await ada.ask('claim-admin', {code: adminCode});
	await bob.ask('ping', {});
	await carol.ask('ping', {});
	await ada.ask('create-group', {name: 'team', members: ['bob']});
	await bob.ask('create-group', {name: 'crew', settings: {history: 'joined'}});
	await ada.ask('open-direct', {members: ['bob']});
	await bob.ask('open-direct', {members: ['carol', 'ada']});
	for (const speaker of speakers) {
		const reply = await speaker.ask('list-conversations', {});
		for (const {id} of reply?.conversations ?? []) {
			await speaker.ask('send-message', {
				conversation: id,
				id: crypto.randomUUID(),
				text: 'hi @bob',
			});
		}
	}
};

const tryInput = async (live: LiveServer, input: Buffer): Promise<string> => {
	const speakers = people.map(name => new Speaker(live, name));
	await furnish(speakers, live.server.adminCode ?? '');
	let last = '';
	for (const line of input.toString().split('\n')) {
		const step = readStep(line);
		const speaker = speakers[(step?.who ?? 0) % people.length];
		if (step === undefined || speaker === undefined) {
			continue;
		}

		const code = await speaker.try(step.command, step.body, step.encoding);
		if (code === 'internal' || (code !== 'done' && !isErrorCode(code))) {
			live.checkLog();
			throw new Error(`${code} is the answer to ${line}`);
		}

		last = `${step.command} ${code}`;
	}

	for (const speaker of speakers) {
		for (const command of ['get-account', 'list-conversations', 'list-people'] as const) {
			const code = await speaker.try(command, {});
			if (code !== 'done') {
				throw new Error(`${speaker.name} gets ${code} for ${command} in the end`);
			}
		}

		speaker.close();
	}

	live.checkLog();
	return last;
};

const numbers = (count: number): number[] => Array.from({length: count}, (_, index) => index);

/** Mostly the first ones. */
const mostly = <Item>(items: readonly Item[], others: readonly Item[]): readonly Item[] => [
	...Array.from({length: Math.ceil((others.length * 4) / items.length)}, () => items).flat(),
	...others,
];

/** Stands for the server's, which is another each time. */
const anyEpoch = '$epoch';
const emptyFile = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU';

/** What exists in the world, or may by then. */
const known: KnownValues = {
	name: mostly(['ada', 'bob', 'carol', '@Bob', '#team', 'crew', 'room'], oddTexts),
	members: mostly(['ada', 'bob', 'carol'], ['nobody']),
	conversation: mostly([4, 5, 6, 7, 8], numbers(14)),
	log: numbers(14),
	epoch: mostly([anyEpoch], ['other']),
	only: numbers(14),
	seq: numbers(12),
	replyTo: numbers(12),
	before: numbers(12),
	after: numbers(12),
	limit: [1, 2, 50, 200],
	versions: [1],
	device: numbers(9),
	upload: numbers(6),
	target: mostly(['@bob', '@carol', '10.0.0.0/8', '::1/64', '127.0.0.1', '0.0.0.0/0'], oddTexts),
	emoji: mostly(['👍', '👨‍👩‍👧', '🇩🇪', '1️⃣'], oddTexts),
	text: mostly(['hello @bob', '@here', 'x'], oddTexts),
	password: passwords,
	current: passwords,
	code: mostly(['none'], oddTexts),
	token: ['none'],
	picture: ['', 'iVBORw0KGgoAAAANSUhEUgAA', 'R0lGODlhAQABAAAAACw=', '!'],
	file: mostly<unknown>(
		[emptyFile],
		[{id: emptyFile, size: 0, name: 'a', kind: 'file', type: 'a/b'}, {id: emptyFile}],
	),
};

/** Values that JSON can hold. */
const toLine = (step: Step): string =>
	JSON.stringify(step, (_key, value: unknown) =>
		typeof value === 'bigint' ? Number(value) : value instanceof Uint8Array ? 'AAAA' : value,
	);

/** These end what the others would try; they come seldom. */
const ends: readonly string[] = [
	'delete-account',
	'log-out',
	'revoke-device',
	'ban',
	'kick-account',
	'delete-group',
];
const names = Object.keys(commands) as CommandName[];

const makeStep = (random: Random): Step => {
	let command = oneOf(random, names);
	while (ends.includes(command) && random() < 0.8) {
		command = oneOf(random, names);
	}

	return {
		who: Math.floor(random() * people.length),
		encoding: oneOf(random, encodings),
		command,
		body: requestFor(random, command, known),
	};
};

export const requests: Target = {
	name: 'requests',
	seeds: [Buffer.from('{"who":0,"encoding":"json","command":"ping","body":{}}')],
	tokens: [],
	generate: random =>
		Buffer.from(Array.from({length: stepsOfInput}, () => toLine(makeStep(random))).join('\n')),
	shortRuns: 6,
	open: async () => ({
		async check(input) {
			const live = await startLiveServer(true);
			try {
				return await tryInput(live, input);
			} finally {
				await live.close();
			}
		},
	}),
};
