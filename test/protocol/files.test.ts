/** What travels of files: chunks as bytes, and descriptions that may come from anybody. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatBytes, parseBytes} from '../../source/protocol/byte-sizes.ts';
import {decodeChunk, encodeChunk} from '../../source/protocol/chunk.ts';
import {decodeBytesReply, decodeBytesRequest} from '../../source/protocol/codec.ts';
import {readFileDescription} from '../../source/protocol/file-description.ts';
import {limits} from '../../source/protocol/limits.ts';

test('a chunk is its upload, its place and its bytes', () => {
	const chunk = {upload: 7, offset: 2 ** 32 + 5, data: Buffer.from('abc')};
	const bytes = encodeChunk(chunk);
	expect(bytes.toString('hex')).toBe('000000070000000100000005616263');
	expect(decodeChunk(bytes)).toEqual({...chunk, data: Buffer.from('abc')});
	expect(decodeBytesRequest(bytes).command).toBe('write-chunk');
});

test('chunks that are short, long or out of all bounds are refused', () => {
	expect(() => decodeBytesRequest(Buffer.alloc(11))).toThrow('shorter than its header');
	expect(() => decodeBytesRequest(Buffer.alloc(12 + limits.chunkBytesMax + 1))).toThrow('no bytes');
	expect(() => decodeBytesRequest(Buffer.alloc(16, 255))).toThrow('offset');
	const tooLong = Buffer.alloc(limits.chunkBytesMax + 1);
	expect(() => decodeBytesReply('fetch-chunk', tooLong)).toThrow('no bytes');
	expect(() => decodeBytesReply('ping', Buffer.from('x'))).toThrow('reply to ping');
});

const good = {
	id: 'A'.repeat(43),
	size: 9,
	name: 'a.png',
	kind: 'picture',
	type: 'image/png',
	width: 2,
	height: 1,
	preview: {width: 2, height: 1, pixels: 'AAAAAAAA'},
};

test('a description is read with what is known of it, and nothing else', () => {
	expect(readFileDescription({...good, evil: 'x'.repeat(1_000_000)})).toEqual(good);
});

test.each([
	['id', 'short'],
	['size', -1],
	['size', 1.5],
	['size', limits.fileBytesMax + 1],
	['name', '../x'],
	['name', 'a\u001b[2Jb'],
	['kind', 'program'],
	['type', 'image/png; x'],
	['width', 0],
	['durationMs', Number.NaN],
	['waveform', 'not base64!'],
	['preview', {width: 2, height: 1, pixels: 'AAAA'}],
	['preview', {width: 1e9, height: 1e9, pixels: ''}],
	['preview', {width: 2, height: 1, pixels: '\u001b]0;x\u0007'}],
])('a description with %s %j is none', (field, value) => {
	expect(readFileDescription({...good, [field]: value})).toBeUndefined();
});

test('whatever comes as a description, reading it ends', () => {
	fc.assert(
		fc.property(fc.anything(), value => {
			const read = readFileDescription(value);
			expect(read === undefined || read.name !== '').toBe(true);
		}),
		{seed: 3},
	);
});

test.each([
	[0, '0 bytes'],
	[1, '1 byte'],
	[1_023, '1023 bytes'],
	[1_536, '1.5 KiB'],
	[4 * 1_024 ** 3, '4 GiB'],
	[2 ** 50, '1024 TiB'],
])('%i bytes are written %s', (bytes, words) => {
	expect(formatBytes(bytes)).toBe(words);
});

test.each([
	['500M', 524_288_000],
	['1.5 GiB', 1_610_612_736],
	['12', 12],
	['-1', undefined],
	['1P', undefined],
])('%j is read as %s bytes', (words, bytes) => {
	expect(parseBytes(words)).toBe(bytes);
});
