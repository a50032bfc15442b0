/** What may be chosen about a client's connection. */
import type {Encoding} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import type {LinkTiming} from './link.ts';

export type ClientTiming = LinkTiming & {
	readonly connectTimeoutMs: number;
	readonly handshakeTimeoutMs: number;
	readonly requestTimeoutMs: number;
	/** After this long without a word from the server the connection is given up. */
	readonly silenceMsMax: number;
	/** Overrides what the server asks for. */
	readonly heartbeatMs?: number;
};

export type ClientOptions = {
	/** Pins whatever a server shows that was never seen before. @default false */
	readonly acceptNew?: boolean;
	/** Pins this fingerprint (`SHA256:…`) and takes no other one. */
	readonly acceptFingerprint?: string;
	/** How payloads travel. @default 'msgpack' */
	readonly encoding?: Encoding;
	/** Plain TCP instead of TLS, and `ws://` elsewhere than on this machine: whoever is between can read and change everything. @default false */
	readonly insecure?: boolean;
	readonly timing?: Partial<ClientTiming>;
	/** From 0 to below 1; spreads reconnects. @default Math.random */
	readonly random?: () => number;
};

const defaultTiming: ClientTiming = {
	connectTimeoutMs: 10_000,
	handshakeTimeoutMs: 30_000,
	requestTimeoutMs: 30_000,
	silenceMsMax: limits.silenceMsMax,
	retryDelayMsBase: 500,
	retryDelayMsMax: 30_000,
	stableMs: 10_000,
};

export const timingOf = ({timing}: ClientOptions): ClientTiming => ({...defaultTiming, ...timing});
