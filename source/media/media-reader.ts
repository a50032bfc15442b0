/** Tells what files are and decodes pictures, in a process that strangers' bytes may crash. */
import {resolve} from 'node:path';
import type {Edit} from './byte-source.ts';
import {copyWithEdits} from './copy-with-edits.ts';
import type {FileFacts, Pixels} from './file-facts.ts';
import {createJobRunner, type JobRunner} from './job-runner.ts';
import type {Box, MediaAnswer, MediaJob} from './media-jobs.ts';

/** Takes one job at a time and never keeps the program running. */
export type MediaReader = {
	/** A file that cannot be read, or not in time, is a plain file of an unknown type. */
	inspect(path: string): Promise<FileFacts>;
	/**
	 * The picture in a file or in bytes, as large as `box` (in pixels) holds it with its proportions
	 * and never larger than it is; `undefined` for what cannot be decoded.
	 */
	readPixels(source: string | Uint8Array, box: Box): Promise<Pixels | undefined>;
	/**
	 * Copies a JPEG, PNG or WebP file to `target`, which must not exist, without the place it was
	 * taken at: GPS entries go, and XMP. False, and no copy, when there is nothing of them.
	 *
	 * @throws {Error} with its cause, when the file is broken or one of them cannot be read or written
	 */
	withoutLocation(path: string, target: string): Promise<boolean>;
	/** Ends the process. What waits fails as if it had taken too long, and so does what comes later. */
	close(): void;
};

const entry = new URL(
	import.meta.url.endsWith('.ts') ? './media-process.ts' : './media-process.js',
	import.meta.url,
);

const unknown: FileFacts = {kind: 'file', type: 'application/octet-stream'};

/** Each kind of job with its own answer. */
const createJobs = ({run}: JobRunner<MediaJob, MediaAnswer>) => ({
	inspect: async (path: string) => (await run({kind: 'inspect', path})) as FileFacts,
	readWaveform: async (path: string, facts: FileFacts) =>
		(await run({kind: 'read-waveform', path, facts})) as string | undefined,
	readPixels: async (source: string | Uint8Array, box: Box) =>
		(await run({kind: 'read-pixels', source, box})) as Pixels,
	findLocation: async (path: string) =>
		(await run({kind: 'find-location', path})) as readonly Edit[],
});

/** `timeoutMs` is what a job may take, `idleMs` how long the process waits for the next one. */
export const createMediaReader = ({
	timeoutMs = 10_000,
	idleMs = 10_000,
}: {
	timeoutMs?: number;
	idleMs?: number;
} = {}): MediaReader => {
	const runner = createJobRunner<MediaJob, MediaAnswer>({entry, timeoutMs, idleMs});
	const jobs = createJobs(runner);
	/** A job of its own: a decoder that hangs costs the waveform and nothing else. */
	const addWaveform = async (path: string, facts: FileFacts): Promise<FileFacts> => {
		try {
			const waveform = await jobs.readWaveform(path, facts);
			return waveform === undefined ? facts : {...facts, waveform};
		} catch {
			// Not every sound can be decoded here.
			return facts;
		}
	};

	return {
		inspect: async path => {
			try {
				const absolutePath = resolve(path);
				const facts = await jobs.inspect(absolutePath);
				return facts.kind === 'sound' ? await addWaveform(absolutePath, facts) : facts;
			} catch {
				// Whatever went wrong, the file can still be sent as what it is: bytes.
				return unknown;
			}
		},
		readPixels: async (source, box) => {
			try {
				return await jobs.readPixels(typeof source === 'string' ? resolve(source) : source, box);
			} catch {
				// There is no picture to show, whatever the reason.
				return undefined;
			}
		},
		withoutLocation: async (path, target) => {
			try {
				const edits = await jobs.findLocation(resolve(path));
				if (edits.length > 0) {
					await copyWithEdits(path, target, edits);
				}

				return edits.length > 0;
			} catch (cause) {
				throw new Error(`Cannot take the location out of ${path}.`, {cause});
			}
		},
		close: runner.close,
	};
};
