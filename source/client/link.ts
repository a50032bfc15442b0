/** Keeps a connection: dials, logs in, and dials again after a drop, until something needs a person. */
import {ProtocolError} from '../protocol/errors.ts';
import {CertificateError, messageOf} from './client-error.ts';
import type {Connection} from './connection.ts';
import {afterRefusalMs, comeBackDelayMs, type RetryTiming, retryDelayMs} from './retry-delay.ts';
import type {ConnectionState, StopReason} from './state.ts';
import {createWakeUp} from './wake-up.ts';

export type LinkTiming = RetryTiming & {
	/** A connection that lasted this long counts as good: the next drop is retried at once. */
	readonly stableMs: number;
};

export type LinkOptions = {
	/** Gives up when `signal` aborts. @throws why there is no connection */
	dial(signal: AbortSignal): Promise<Connection>;
	/** Logs in and starts the work over the connection. @throws why the server does not want us */
	greet(connection: Connection): Promise<void>;
	/** Called once after each attempt, when its connection has ended. */
	onEnd(): void;
	onState(state: ConnectionState): void;
	readonly timing: LinkTiming;
	readonly random: () => number;
};

/** `undefined` for what may go away by itself. */
const stopReasonOf = (error: unknown): StopReason | undefined => {
	if (error instanceof CertificateError) {
		const {code, fingerprint, pinned} = error;
		return code === 'certificate-changed' && pinned !== undefined
			? {code, fingerprint, pinned}
			: {code: 'certificate-unknown', fingerprint};
	}

	if (!(error instanceof ProtocolError)) {
		return undefined;
	}

	const {code, message} = error;
	if (code === 'token-invalid') {
		return {code: 'signed-out', message};
	}

	return code === 'unsupported-version' ? {code, message} : undefined;
};

/** The server knows the account or its address, and does not let it in. It may have said so to the connection itself. */
const refusalOf = (error: unknown): ProtocolError | undefined => {
	if (error instanceof ProtocolError) {
		return error.code === 'banned' ? error : undefined;
	}

	return error instanceof Error ? refusalOf(error.cause) : undefined;
};

const asError = (error: unknown): Error =>
	error instanceof Error ? error : new Error(messageOf(error));

export class Link {
	#options: LinkOptions;
	#wakeUp = createWakeUp();
	#ending = new AbortController();
	#connection: Connection | undefined;
	#running: Promise<void> | undefined;
	/** How many attempts have failed since a connection last held. The very first follows no drop. */
	#attempt = 1;
	#comeBackMs: number | undefined;
	#farewell: string | undefined;

	constructor(options: LinkOptions) {
		this.#options = options;
	}

	start(): void {
		this.#running ??= this.#run().finally(() => {
			this.#running = undefined;
		});
	}

	/** Tries now, instead of waiting; also after a stop. Does nothing while connected. */
	reconnect(): void {
		this.#wakeUp.wake();
		this.start();
	}

	/** The server has said that it will be away for so long, and perhaps why. */
	expectAway(comeBackMs: number, reason?: string): void {
		this.#comeBackMs = comeBackMs;
		this.#farewell = reason;
	}

	/** Ends the present connection; `reason` decides whether there will be another one. */
	drop(reason: Error): void {
		this.#connection?.close(reason);
	}

	/** Ends for good; resolves when nothing runs any more. */
	async end(reason: Error): Promise<void> {
		this.#ending.abort(reason);
		this.drop(reason);
		this.#wakeUp.wake();
		await this.#running;
	}

	async #run(): Promise<void> {
		const {onState} = this.#options;
		const {signal} = this.#ending;
		while (!signal.aborted) {
			onState({status: 'connecting'});
			const error = await this.#hold();
			const reason = stopReasonOf(error);
			if (reason !== undefined && !signal.aborted) {
				onState({status: 'stopped', reason});
				return;
			}

			if (!signal.aborted) {
				await this.#rest(error);
			}
		}
	}

	/** Tells why there is no connection, and waits until the next attempt. */
	async #rest(error: unknown): Promise<void> {
		const refusal = refusalOf(error);
		const delayMs =
			refusal === undefined ? this.#nextDelayMs(error) : afterRefusalMs(refusal.retryAfterMs);
		this.#options.onState({
			status: 'offline',
			error: refusal?.message ?? this.#farewell ?? messageOf(error),
			retryAt: Date.now() + delayMs,
			...(refusal === undefined ? {} : {isRefused: true}),
		});
		this.#farewell = undefined;
		await this.#wakeUp.wait(delayMs);
	}

	/** Holds one connection from its first to its last moment; returns why it ended. */
	async #hold(): Promise<unknown> {
		const {dial, greet, onEnd, timing} = this.#options;
		const startedAt = performance.now();
		try {
			this.#connection = await dial(this.#ending.signal);
			await greet(this.#connection);
			const reason = await this.#connection.closed;
			this.#attempt = performance.now() - startedAt >= timing.stableMs ? 0 : this.#attempt;
			return reason;
		} catch (error) {
			this.drop(asError(error));
			return error;
		} finally {
			this.#connection = undefined;
			onEnd();
		}
	}

	#nextDelayMs(error: unknown): number {
		const {timing, random} = this.#options;
		const toldMs = error instanceof ProtocolError ? (error.retryAfterMs ?? 0) : 0;
		const delayMs =
			this.#comeBackMs === undefined
				? retryDelayMs(this.#attempt, timing, random)
				: comeBackDelayMs(this.#comeBackMs, random);
		this.#comeBackMs = undefined;
		this.#attempt += 1;
		return Math.max(toldMs, delayMs);
	}
}
