/** What the process that reads media is asked, and what it answers. */
import type {Edit} from './byte-source.ts';
import type {FileFacts, Pixels} from './file-facts.ts';

/** In pixels. */
export type Box = {readonly width: number; readonly height: number};

export type MediaJob =
	| {readonly kind: 'inspect'; readonly path: string}
	| {readonly kind: 'read-waveform'; readonly path: string; readonly facts: FileFacts}
	| {readonly kind: 'read-pixels'; readonly source: string | Uint8Array; readonly box: Box}
	| {readonly kind: 'find-location'; readonly path: string};

export type MediaAnswer = FileFacts | string | undefined | Pixels | readonly Edit[];
