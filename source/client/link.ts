/** Keeps a connection: dials, logs in, and dials again after a drop, until something needs a person. */
import {ProtocolError} from '../protocol/errors.ts';
import {CertificateError, messageOf} from './client-error.ts';
import type {Connection} from './connection.ts';
import {comeBackDelayMs, type RetryTiming, retryDelayMs} from './retry-delay.ts';
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
	/** Called once after each connection, when it has ended. */
	onEnd(): void;
	onState(state: ConnectionState): void;
	readonly timing: LinkTiming;
	readonly random: () => number;
};

export type Link = {
	start(): void;
	/** Tries now, instead of waiting; also after a stop. Does nothing while connected. */
	reconnect(): void;
	/** The server has said that it will be away for so long. */
	expectAway(comeBackMs: number): void;
	/** The present connection, once it is logged in. */
	connection(): Connection | undefined;
	/** Ends the connection for good and resolves when nothing runs any more. */
	stop(reason: Error): Promise<void>;
};

/** `undefined` for what may go away by itself. */
const stopReasonOf = (error: unknown): StopReason | undefined => {
	if (error instanceof CertificateError) {
		const {code, fingerprint, pinned} = error;
		return code === 'certificate-changed' && pinned !== undefined
			? {code, fingerprint, pinned}
			: {code: 'certificate-unknown', fingerprint};
	}

	if (error instanceof ProtocolError) {
		const {code, message} = error;
		if (code === 'token-invalid') {
			return {code: 'signed-out', message};
		}

		return code === 'unsupported-version' ? {code, message} : undefined;
	}

	return undefined;
};

export const createLink = (options: LinkOptions): Link => {
	const {dial, greet, onEnd, onState, timing, random} = options;
	const wakeUp = createWakeUp();
	const dialing = new AbortController();
	let current: Connection | undefined;
	let isLoggedIn = false;
	let stopped: Error | undefined;
	let running: Promise<void> | undefined;
	// The first of all attempts follows no drop, so its failure is not retried at once.
	let attempt = 1;
	let comeBackMs: number | undefined;

	/** Holds one connection from its first to its last moment; returns why it ended. */
	const hold = async (): Promise<unknown> => {
		const startedAt = Date.now();
		try {
			current = await dial(dialing.signal);
			await greet(current);
			isLoggedIn = true;
			const reason = await current.closed;
			attempt = Date.now() - startedAt >= timing.stableMs ? 0 : attempt;
			return reason;
		} catch (error) {
			current?.close(error instanceof Error ? error : new Error(messageOf(error)));
			return error;
		} finally {
			current = undefined;
			isLoggedIn = false;
			onEnd();
		}
	};

	const nextDelayMs = (error: unknown): number => {
		const told = error instanceof ProtocolError ? (error.retryAfterMs ?? 0) : 0;
		const delayMs =
			comeBackMs === undefined
				? retryDelayMs(attempt, timing, random)
				: comeBackDelayMs(comeBackMs, random);
		comeBackMs = undefined;
		attempt += 1;
		return Math.max(told, delayMs);
	};

	const run = async (): Promise<void> => {
		while (stopped === undefined) {
			onState({status: 'connecting'});
			const error = await hold();
			if (stopped !== undefined) {
				return;
			}

			const reason = stopReasonOf(error);
			if (reason !== undefined) {
				onState({status: 'stopped', reason});
				return;
			}

			const delayMs = nextDelayMs(error);
			onState({status: 'offline', error: messageOf(error), retryAt: Date.now() + delayMs});
			await wakeUp.wait(delayMs);
		}
	};

	const start = (): void => {
		running ??= run().finally(() => {
			running = undefined;
		});
	};

	return {
		start,
		reconnect() {
			wakeUp.wake();
			start();
		},
		expectAway(ms) {
			comeBackMs = ms;
		},
		connection: () => (isLoggedIn ? current : undefined),
		async stop(reason) {
			stopped = reason;
			dialing.abort(reason);
			current?.close(reason);
			wakeUp.wake();
			await running;
		},
	};
};
