/** Decodes a sound piece by piece and keeps of it only how loud it is when. */
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import decodeChunked from 'audio-decode/stream';
import {detectType} from './detect-type.ts';
import type {FileFacts} from './file-facts.ts';

const fileBytesMax = 67_108_864;
const durationMsMax = 1_800_000;
/** An MP4 file is mostly decoded at once, which takes memory. */
const mp4DurationMsMax = 600_000;
/** A waveform is an ornament: one that takes longer is left out, and all else still told. */
const decodingMsMax = 5_000;
const slicesMax = 64;
const blockMs = 10;
const blocksMax = durationMsMax / blockMs;
/** Some decoders join all pieces anew for each one that comes, so there must not be too many. */
const pieceBytes = 262_144;

type Format = Parameters<typeof decodeChunked>[1];
type Decoded = Awaited<ReturnType<ReturnType<typeof decodeChunked>['next']>>['value'];

const formats = new Map<string, Format>([
	['audio/aac', 'aac'],
	['audio/aiff', 'aiff'],
	['audio/amr', 'amr'],
	['audio/flac', 'flac'],
	['audio/mp4', 'm4a'],
	['audio/mpeg', 'mp3'],
	['audio/ogg', 'oga'],
	['audio/wav', 'wav'],
	['audio/webm', 'webm'],
	['audio/x-caf', 'caf'],
	['audio/x-m4a', 'm4a'],
	['audio/x-ms-asf', 'wma'],
]);

/** Gathers the loudest sample of each block of 10 ms. */
const createBlocks = () => {
	const blocks: number[] = [];
	let framesLeft = 0;
	const add = ({channelData, sampleRate}: Exclude<Decoded, void>): void => {
		const length = channelData[0]?.length ?? 0;
		const blockFrames = Math.max(1, Math.round((sampleRate * blockMs) / 1_000));
		for (let start = 0; start < length; ) {
			if (framesLeft === 0) {
				framesLeft = blockFrames;
				blocks.push(0);
			}

			const end = Math.min(length, start + framesLeft);
			blocks[blocks.length - 1] = loudest(channelData, start, end, blocks.at(-1) ?? 0);
			framesLeft -= end - start;
			start = end;
		}
	};

	return {blocks, add};
};

const loudest = (
	channels: readonly Float32Array[],
	start: number,
	end: number,
	before: number,
): number => {
	let peak = before;
	for (const channel of channels) {
		for (let frame = start; frame < end; frame++) {
			const loudness = Math.abs(channel[frame] ?? 0);
			if (loudness > peak && loudness < Number.POSITIVE_INFINITY) {
				peak = loudness;
			}
		}
	}

	return peak;
};

/** At most 64 values up to 255, which is the loudest. */
const toSlices = (blocks: readonly number[]): Uint8Array => {
	const count = Math.min(slicesMax, blocks.length);
	const peaks = Array.from({length: count}, (_, slice) => {
		const start = Math.floor((slice * blocks.length) / count);
		const end = Math.floor(((slice + 1) * blocks.length) / count);
		return Math.max(...blocks.slice(start, end));
	});
	const peak = Math.max(...peaks);
	return Uint8Array.from(peaks, value => (peak === 0 ? 0 : Math.round((value / peak) * 255)));
};

/** An Ogg file tells only in a parameter of its type that it holds Opus. */
const formatOf = async (path: string, type: string): Promise<Format | undefined> =>
	type === 'audio/ogg' && (await detectType(path)).endsWith('opus') ? 'opus' : formats.get(type);

/**
 * The base64 of the waveform of a sound file of which these facts are known; `undefined` when it is
 * too long, or of a type that cannot be decoded. @throws {Error} when it is broken
 */
export const readWaveform = async (
	path: string,
	{type, durationMs = 0}: FileFacts,
): Promise<string | undefined> => {
	const format = await formatOf(path, type);
	const {size} = await stat(path);
	const isShort = durationMs <= (format === 'm4a' ? mp4DurationMsMax : durationMsMax);
	if (format === undefined || size > fileBytesMax || !isShort) {
		return undefined;
	}

	const end = Date.now() + decodingMsMax;
	const {blocks, add} = createBlocks();
	const pieces = createReadStream(path, {highWaterMark: pieceBytes});
	for await (const decoded of decodeChunked(pieces, format)) {
		add(decoded);
		if (blocks.length > blocksMax || Date.now() > end) {
			return undefined;
		}
	}

	return blocks.length === 0 ? undefined : Buffer.from(toSlices(blocks)).toString('base64');
};
