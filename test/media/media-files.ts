/** Pictures, sounds and videos made for the tests. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import sharp from 'sharp';
import {onTestFinished} from 'vitest';
import {createMediaReader, type MediaReader} from '../../source/media/media-reader.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

/** A reader that is closed when the test has ended. */
export const testReader = (options?: Parameters<typeof createMediaReader>[0]): MediaReader => {
	const reader = createMediaReader(options);
	onTestFinished(() => reader.close());
	return reader;
};

/** Writes it into a folder of the test and returns the path. */
export const fileOf = (name: string, bytes: Uint8Array | string): string => {
	const path = join(temporaryFolder(), name);
	writeFileSync(path, bytes);
	return path;
};

/** One colour. */
export const plainPicture = (width: number, height: number, background = '#ff0000') =>
	sharp({create: {width, height, channels: 3, background}});

/** Grey noise, which no format makes small or quick to read. */
export const noisyPicture = (width: number, height: number) => {
	const random = seededRandom(width);
	const pixels = Buffer.from(Array.from({length: width * height}, () => random() * 256));
	return sharp(pixels, {raw: {width, height, channels: 1}});
};

const number32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};

export const pngChunk = (type: string, data: Uint8Array): Buffer => {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	return Buffer.concat([number32(data.length), body, number32(crc32(body))]);
};

/** Mono, 16 bits, 8,000 samples a second. */
export const wavFile = (samples: ArrayLike<number>): Buffer => {
	const data = Buffer.from(Int16Array.from(samples, sample => sample * 32_767).buffer);
	const head = Buffer.alloc(44);
	head.write('RIFF', 0, 'latin1');
	head.writeUInt32LE(36 + data.length, 4);
	head.write('WAVEfmt ', 8, 'latin1');
	head.writeUInt32LE(16, 16);
	head.writeUInt16LE(1, 20);
	head.writeUInt16LE(1, 22);
	head.writeUInt32LE(8_000, 24);
	head.writeUInt32LE(16_000, 28);
	head.writeUInt16LE(2, 32);
	head.writeUInt16LE(16, 34);
	head.write('data', 36, 'latin1');
	head.writeUInt32LE(data.length, 40);
	return Buffer.concat([head, data]);
};

const box = (type: string, ...parts: readonly Uint8Array[]): Buffer => {
	const data = Buffer.concat(parts);
	return Buffer.concat([number32(data.length + 8), Buffer.from(type, 'latin1'), data]);
};

/** Headers without a single frame. `isTurned`: to be shown turned by a quarter. */
export const mp4File = (video: {
	width: number;
	height: number;
	durationMs: number;
	isTurned: boolean;
}): Buffer => {
	const movieHeader = Buffer.alloc(100);
	movieHeader.writeUInt32BE(1_000, 12);
	movieHeader.writeUInt32BE(video.durationMs, 16);
	const trackHeader = Buffer.alloc(84);
	trackHeader.writeInt32BE(video.isTurned ? 0 : 0x1_00_00, 40);
	trackHeader.writeInt32BE(video.isTurned ? 0x1_00_00 : 0, 44);
	trackHeader.writeUInt16BE(video.width, 76);
	trackHeader.writeUInt16BE(video.height, 80);
	return Buffer.concat([
		box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1')),
		box('mdat', Buffer.alloc(100)),
		box('moov', box('mvhd', movieHeader), box('trak', box('tkhd', trackHeader))),
	]);
};
