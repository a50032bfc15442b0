/** A bucket: requests with an end, few tries, and failures told as the server tells them. */
import {addAbortSignal, Readable} from 'node:stream';
import {
	type GetObjectCommand,
	S3Client,
	S3ServiceException,
	type ServiceInputTypes,
	type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import type {Logger} from 'pino';
import {ProtocolError} from '../../../protocol/errors.ts';
import type {S3Settings} from './s3-settings.ts';

const connectMs = 5_000;
/** A connection over which nothing comes or goes is given up. */
const stallMs = 20_000;
/** Each request with all its tries; a sender or reader waits no longer than three times as long for an answer. */
const requestMs = 10_000;
const triesMax = 3;
const busyMs = 3_000;

type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> = Parameters<
	typeof S3Client.prototype.send<Input, Output>
>[0];

const statusOf = (error: unknown): number | undefined =>
	error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

export const isEmptyRange = (error: unknown): boolean => statusOf(error) === 416;

export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
	error instanceof Error && names.includes(error.name);

/** Of what was asked for there is none: the store works as it should. */
const isAbsence = (error: unknown): boolean =>
	isEmptyRange(error) || (statusOf(error) === 404 && !isNamed(error, 'NoSuchBucket'));

/** Whether the store has answered that it will not, now or later, as it does to wrong credentials. */
export const isRefusal = (error: unknown): boolean => {
	const status = statusOf(error) ?? 0;
	return status >= 300 && status < 500 && status !== 408 && status !== 429;
};

/** For people and logs: never what was signed. */
export const describeFailure = (error: unknown): string => {
	const status = statusOf(error);
	const {code, name} = error as {code?: unknown; name?: unknown};
	return status === undefined ? String(code ?? name ?? 'no answer') : `${status} ${name}`;
};

export class Bucket {
	readonly #client: S3Client;
	readonly #settings: S3Settings;
	readonly #logger: Logger;
	readonly #closing = new AbortController();
	#isFailing = false;

	constructor(settings: S3Settings, logger: Logger) {
		const {endpoint, region, credentials} = settings;
		this.#settings = settings;
		this.#logger = logger;
		this.#client = new S3Client({
			endpoint,
			region,
			credentials,
			forcePathStyle: true,
			maxAttempts: triesMax,
			requestHandler: {connectionTimeout: connectMs, socketTimeout: stallMs},
			// Other stores than Amazon's do not know the newer checksums; each request's signature covers its content.
			requestChecksumCalculation: 'WHEN_REQUIRED',
			responseChecksumValidation: 'WHEN_REQUIRED',
		});
	}

	/** Bucket and key of a file, as every request about it names them. */
	place(id: string): {Bucket: string; Key: string} {
		const {bucket, prefix} = this.#settings;
		return {Bucket: bucket, Key: `${prefix}${id}`};
	}

	/** Bucket and prefix, as lists name them. */
	get whole(): {Bucket: string; Prefix: string} {
		return {Bucket: this.#settings.bucket, Prefix: this.#settings.prefix};
	}

	/** The file's id in a key; `undefined` for what is not ours. */
	idOf(key: string | undefined): string | undefined {
		const {prefix} = this.#settings;
		const id = key?.startsWith(prefix) ? key.slice(prefix.length) : '';
		return /^[\w-]{43}$/.test(id) ? id : undefined;
	}

	/** @throws {S3ServiceException} when there is no such thing @throws {ProtocolError} `busy`, whatever else keeps it from being done */
	async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
		command: Command<Input, Output>,
		timeoutMs = requestMs,
	): Promise<Output> {
		return this.#try(timeoutMs, abortSignal =>
			this.#client.send<Input, Output>(command, {abortSignal}),
		);
	}

	/** As `send`; resolves with the content, which may have `bytesMax` at most. */
	fetch(command: GetObjectCommand, bytesMax: number): Promise<Buffer> {
		return this.#try(requestMs, async abortSignal => {
			const {Body: body} = await this.#client.send(command, {abortSignal});
			if (!(body instanceof Readable)) {
				throw new TypeError('The content came as no stream.');
			}

			return collect(addAbortSignal(abortSignal, body), bytesMax);
		});
	}

	/** Gives up what is under way. */
	close(): void {
		this.#closing.abort();
		this.#client.destroy();
	}

	async #try<Result>(
		timeoutMs: number,
		work: (signal: AbortSignal) => Promise<Result>,
	): Promise<Result> {
		const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
		try {
			const result = await work(signal);
			this.#note(undefined);
			return result;
		} catch (error) {
			if (isAbsence(error)) {
				this.#note(undefined);
				throw error;
			}

			this.#note(error);
			throw new ProtocolError('busy', "The server's store of files does not answer now.", {
				retryAfterMs: busyMs,
				cause: error,
			});
		}
	}

	/** Said once when it begins and once when it ends, however many ask. */
	#note(failure: unknown): void {
		const isFailing = failure !== undefined;
		if (isFailing === this.#isFailing || this.#closing.signal.aborted) {
			return;
		}

		this.#isFailing = isFailing;
		const {endpoint, bucket} = this.#settings;
		if (isFailing) {
			const reason = describeFailure(failure);
			this.#logger.warn({endpoint, bucket, reason}, 'the store of files does not answer');
		} else {
			this.#logger.info({endpoint, bucket}, 'the store of files answers again');
		}
	}
}

const collect = async (body: Readable, bytesMax: number): Promise<Buffer> => {
	const pieces: Buffer[] = [];
	let length = 0;
	for await (const piece of body as AsyncIterable<Buffer>) {
		length += piece.length;
		if (length > bytesMax) {
			throw new RangeError(`More than the ${bytesMax} bytes that were asked for came.`);
		}

		pieces.push(piece);
	}

	return Buffer.concat(pieces);
};
