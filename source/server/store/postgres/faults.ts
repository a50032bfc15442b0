/** What a refusal of PostgreSQL, or its silence, means for the work that met it. */
import pg from 'pg';
import {ProtocolError} from '../../../protocol/errors.ts';

/** How long a work is tried again before its sender is told to come back later, in milliseconds. */
export const patienceMs = 10_000;

/** Thrown by this program where a number is larger than JavaScript can count. */
export class UnsafeNumber extends RangeError {
	override name = 'UnsafeNumber' as const;
}

const stateOf = (error: unknown): string | undefined =>
	error instanceof pg.DatabaseError ? error.code : undefined;

/**
 * Whether the connection is gone, or not to be had: the same may succeed on another. What the server did not
 * answer counts too, and a server that only reads, as one does that another has taken over from.
 */
export const isConnectionLost = (error: unknown): boolean => {
	const state = stateOf(error);
	return state === undefined
		? !(error instanceof UnsafeNumber || error instanceof ProtocolError)
		: /^(?:08...|57P0[1235]|25P03|25006|53300)$/.test(state);
};

/** Whether others stood in the way (a deadlock, a lock held for long): the whole transaction may succeed next time. */
export const isInTheWay = (error: unknown): boolean =>
	/^(?:40001|40P01|55P03)$/.test(stateOf(error) ?? '');

/** Whether a row of somebody else came first: the work would see it now. */
export const isConflict = (error: unknown): boolean => /^2350[35]$/.test(stateOf(error) ?? '');

const busy = (message: string, cause: unknown): ProtocolError =>
	new ProtocolError('busy', message, {retryAfterMs: 2_000, cause});

/** What the sender of a work is told. */
export const toStoreError = (error: unknown): unknown => {
	const state = stateOf(error);
	if (state !== undefined && /^(?:53[12]00|58030)$/.test(state)) {
		return new ProtocolError('storage-full', undefined, {cause: error});
	}

	if (isConnectionLost(error)) {
		return busy("The server's database does not answer now: try again in a moment.", error);
	}

	return isInTheWay(error) || state === '57014'
		? busy('The server has too much to do: try again in a moment.', error)
		: error;
};

/** Takes out of an error what it repeats of rows: these may be secret, and errors are logged. */
export const withoutRows = (error: unknown): unknown => {
	if (error instanceof pg.DatabaseError) {
		error.detail = undefined;
		error.where = undefined;
		error.internalQuery = undefined;
	}

	return error;
};

/** Milliseconds before the next try: longer each time, and never the same for two nodes. */
export const pauseMs = (tries: number): number => Math.random() * Math.min(500, 10 * 2 ** tries);
