/** One file on its way to this computer: what it is for, and what runs for it. */
import {rmSync} from 'node:fs';
import type {MessagePlace} from '../client-api.ts';
import {ClientError} from '../client-error.ts';
import type {Requester} from '../patient-request.ts';
import type {ChunkWindow} from './chunk-window.ts';

export type DownloadJob = {
	readonly key: string;
	readonly place: MessagePlace;
	/** Where the person wants it; `undefined` for one to look at. */
	readonly target: string | undefined;
	readonly abort: AbortController;
	readonly done: PromiseWithResolvers<string>;
	/** Ends the run over the present connection. */
	stop: AbortController | undefined;
	/** Where the bytes come together, once that is known. */
	part: string | undefined;
};

/** One connection's part; `isOver` once it has failed: nothing is begun before the next one. */
export type Shift = {readonly request: Requester; readonly window: ChunkWindow; isOver: boolean};

export const downloadKey = ({conversation, seq}: MessagePlace): string => `${conversation}:${seq}`;

/** Whether the next connection, or the next start, may bring it. */
export const isPassing = (error: unknown): boolean =>
	error instanceof ClientError && ['offline', 'timeout', 'stopped'].includes(error.code);

/** What has come is of no use any more. */
export const removePart = ({part}: DownloadJob): void => {
	if (part !== undefined) {
		rmSync(part, {force: true});
	}
};

export const createJob = (place: MessagePlace, target: string | undefined): DownloadJob => ({
	key: downloadKey(place),
	place,
	target,
	abort: new AbortController(),
	done: Promise.withResolvers<string>(),
	stop: undefined,
	part: undefined,
});
