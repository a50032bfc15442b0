/**
 * The connections of a node to Redis, which may be gone at any time: then what is published is lost, and who asks is told
 * at once. Whoever uses it stands on the store.
 */
import {createClient} from '@redis/client';
import type {Logger} from 'pino';
import {StartFailure} from '../../start-failure.ts';

export type RedisLinkOptions = {
	/** `redis[s]://[user[:password]@]host[:port][/database]` */
	readonly url: string;
	readonly logger: Logger;
	readonly channels: readonly string[];
	/** The subscriptions hold, now or again: what was published before may have been missed. */
	onSubscribed(): void;
	onMessage(channel: string, text: string): void;
};

const connectMs = 2_000;
const reconnectMsMin = 50;
const reconnectMsMax = 1_000;
/** Something is heard every second while all is well. */
const silenceMsMax = 10_000;
/** Whoever waits longer for an answer does without. */
const answerMs = 500;
/** Commands that wait for Redis; beyond, they fail at once. */
const waitingMax = 20_000;

const createConnection = (url: string) =>
	createClient({
		url,
		// The older protocol is spoken by every Redis and its descendants.
		RESP: 2,
		disableOfflineQueue: true,
		commandsQueueMaxLength: waitingMax,
		socket: {
			connectTimeout: connectMs,
			socketTimeout: silenceMsMax,
			reconnectStrategy: retries =>
				reconnectMsMin +
				Math.random() * Math.min(reconnectMsMax, reconnectMsMin * 2 ** Math.min(retries, 10)),
		},
	});

export type RedisConnection = ReturnType<typeof createConnection>;

/** @throws {StartFailure} when the address is no Redis URL; it is not repeated, for its password's sake */
const createBoth = (url: string): readonly [RedisConnection, RedisConnection] => {
	try {
		return [createConnection(url), createConnection(url)];
	} catch {
		// What it throws repeats the URL.
		throw new StartFailure(
			'The address of Redis is no URL of the form redis://USER:PASSWORD@HOST:PORT/NUMBER.',
		);
	}
};

export class RedisLink {
	readonly #options: RedisLinkOptions;
	readonly #commands: RedisConnection;
	readonly #subscriber: RedisConnection;
	#isSubscribed = false;
	#isDown = false;

	/** @throws {StartFailure} */
	constructor(options: RedisLinkOptions) {
		this.#options = options;
		[this.#commands, this.#subscriber] = createBoth(options.url);
		this.#subscriber.on('ready', () => void this.#subscribe());
		for (const connection of [this.#commands, this.#subscriber]) {
			connection.on('error', this.#onDown);
		}
	}

	/** Connects in the background; Redis need not be there. */
	start(): void {
		for (const connection of [this.#commands, this.#subscriber]) {
			connection.connect().catch(this.#onDown);
		}
	}

	/** Whether there is a connection; Redis may be deaf all the same. */
	get isReady(): boolean {
		return this.#commands.isReady && this.#subscriber.isReady;
	}

	/** Whoever listens hears it, unless Redis is gone: then nobody does. */
	publish(channel: string, text: string): void {
		// Before the first connection nobody listens to this node.
		if (this.#commands.isReady) {
			this.#commands.publish(channel, text).catch(this.#onDown);
		}
	}

	/** Rejects when Redis does not answer soon. */
	async ask<Answer>(question: (redis: RedisConnection) => Promise<Answer>): Promise<Answer> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => reject(new Error('Redis did not answer in time')), answerMs);
		});
		try {
			return await Promise.race([question(this.#commands), late]);
		} finally {
			clearTimeout(timer);
		}
	}

	close(): void {
		for (const connection of [this.#commands, this.#subscriber]) {
			if (connection.isOpen) {
				connection.destroy();
			}
		}
	}

	async #subscribe(): Promise<void> {
		const {channels, onMessage, onSubscribed, logger} = this.#options;
		try {
			if (!this.#isSubscribed) {
				await this.#subscriber.subscribe([...channels], (text, channel) =>
					onMessage(channel, text),
				);
				this.#isSubscribed = true;
			}

			if (this.#isDown) {
				this.#isDown = false;
				logger.info('Redis is there again');
			}

			onSubscribed();
		} catch (error) {
			this.#onDown(error);
		}
	}

	/** The messages of Redis and of its client hold no password. */
	#onDown = (error: unknown): void => {
		if (!this.#isDown) {
			this.#isDown = true;
			const reason = error instanceof Error ? error.message : String(error);
			this.#options.logger.warn(
				{reason},
				'Redis is gone: what other nodes do is seen a little later',
			);
		}
	};
}
