/** How long the server waits for its peers, and how often it looks. */
import {limits} from '../protocol/limits.ts';

export type Patience = {
	/** Between two looks at all connections. */
	readonly sweepMs: number;
	/** For a frame, a handshake or a first byte to be complete. */
	readonly frameMs: number;
	readonly logInMs: number;
	readonly silenceMs: number;
	/** For a peer to read anything of a full queue. */
	readonly stalledMs: number;
	/** Between two looks for history that is too old to be kept. */
	readonly retentionMs: number;
	/** For the peers to take their leave. */
	readonly closeMs: number;
};

export const defaultPatience: Patience = {
	sweepMs: 2_000,
	frameMs: limits.frameDurationMsMax,
	logInMs: limits.loginDurationMsMax,
	silenceMs: limits.silenceMsMax,
	stalledMs: limits.sendQueueStalledMsMax,
	retentionMs: 600_000,
	closeMs: 3_000,
};
