/** Frames: whatever the network does to the bytes, the same frames come out, or a refusal. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	encodeFrame,
	encodings,
	type Frame,
	FrameDecoder,
	frameHeaderBytes,
	frameKinds,
	frameMagic,
	frameVersion,
} from '../../source/protocol/frame.ts';
import {codeOf} from './code-of.ts';

const payloadBytesMax = 1_000;

const frames = fc.array(
	fc.record({
		encoding: fc.constantFrom(...encodings),
		kind: fc.constantFrom(...frameKinds),
		requestId: fc.nat({max: 0xff_ff_ff_ff}),
		payload: fc.uint8Array({maxLength: 200}),
	}),
	{maxLength: 8},
);

const cutAt = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
	const borders = [0, ...cuts.map(cut => cut % (bytes.length + 1)), bytes.length];
	borders.sort((one, other) => one - other);
	return borders.slice(1).map((border, index) => bytes.subarray(borders[index], border));
};

const plain = ({payload, ...header}: Frame) => ({...header, payload: [...payload]});

const decodeAll = (chunks: readonly Buffer[]) => {
	const decoder = new FrameDecoder({payloadBytesMax});
	const decoded: ReturnType<typeof plain>[] = [];
	for (const chunk of chunks) {
		decoder.push(chunk, frame => decoded.push(plain(frame)));
	}

	return {decoded, isMidFrame: decoder.isMidFrame};
};

const header = (bytes: {version?: number; encoding?: number; kind?: number; length?: number}) => {
	const {version = frameVersion, encoding = 0, kind = 0, length = 0} = bytes;
	const buffer = Buffer.alloc(frameHeaderBytes);
	buffer.set([frameMagic, version, encoding, kind]);
	buffer.writeUInt32BE(length, 8);
	return buffer;
};

describe('a stream of frames', () => {
	test('gives the same frames however its bytes are split and merged', () => {
		fc.assert(
			fc.property(frames, fc.array(fc.nat(), {maxLength: 20}), (sent, cuts) => {
				const bytes = Buffer.concat(sent.map(encodeFrame));
				const {decoded, isMidFrame} = decodeAll(cutAt(bytes, cuts));
				expect(decoded).toEqual(sent.map(plain));
				expect(isMidFrame).toBe(false);
			}),
		);
	});

	test('gives the same frames when it comes byte by byte', () => {
		fc.assert(
			fc.property(frames, sent => {
				const bytes = Buffer.concat(sent.map(encodeFrame));
				const {decoded} = decodeAll([...bytes].map(byte => Buffer.of(byte)));
				expect(decoded).toEqual(sent.map(plain));
			}),
			{numRuns: 30},
		);
	});

	test('keeps a truncated frame pending and gives all before it', () => {
		fc.assert(
			fc.property(frames, fc.uint8Array({maxLength: 200}), fc.nat(), (sent, payload, cut) => {
				const last = encodeFrame({encoding: 'json', kind: 'bytes', requestId: 1, payload});
				const part = last.subarray(0, 1 + (cut % (last.length - 1)));
				const {decoded, isMidFrame} = decodeAll([...sent.map(encodeFrame), part]);
				expect(decoded).toEqual(sent.map(plain));
				expect(isMidFrame).toBe(true);
			}),
		);
	});
});

describe('hostile bytes', () => {
	/** Bytes that look like a frame for a while, so that more than the first byte is read. */
	const hostile = fc.oneof(
		fc.uint8Array({maxLength: 64}),
		fc
			.tuple(fc.nat({max: 3}), fc.nat({max: 5}), fc.nat({max: 0x3_00_00}), fc.uint8Array())
			.map(([encoding, kind, length, rest]) =>
				Buffer.concat([header({encoding, kind, length}), rest]),
			),
	);

	test('are refused or waited for, and never more than one frame is kept', () => {
		fc.assert(
			fc.property(fc.array(hostile, {maxLength: 30}), chunks => {
				const decoder = new FrameDecoder({payloadBytesMax});
				let kept = 0;
				const code = codeOf(() => {
					for (const chunk of chunks) {
						kept += chunk.length;
						decoder.push(Buffer.from(chunk), ({payload}) => {
							kept -= frameHeaderBytes + payload.length;
						});
						expect(kept).toBeLessThan(frameHeaderBytes + payloadBytesMax);
						expect(decoder.isMidFrame).toBe(kept > 0);
					}
				});
				expect([undefined, 'bad-frame', 'unsupported-version', 'payload-too-large']).toContain(
					code,
				);
			}),
		);
	});

	test.each([
		['another first byte', Buffer.of(0x16), 'bad-frame'],
		['another first byte after a frame', Buffer.concat([header({}), Buffer.of(0)]), 'bad-frame'],
		[
			'another version, before the header is whole',
			Buffer.of(frameMagic, 2),
			'unsupported-version',
		],
		['an unknown encoding', header({encoding: 2}), 'bad-frame'],
		['an unknown kind', header({kind: 4}), 'bad-frame'],
		['a length of 1 GB', header({length: 2 ** 30}), 'payload-too-large'],
		['the greatest length there is', header({length: 2 ** 32 - 1}), 'payload-too-large'],
		['one byte too many', header({length: payloadBytesMax + 1}), 'payload-too-large'],
	])('are refused at once: %s', (_name, bytes, code) => {
		const decoder = new FrameDecoder({payloadBytesMax});
		expect(codeOf(() => decoder.push(bytes, () => undefined))).toBe(code);
		expect(decoder.isMidFrame).toBe(false);
	});
});

test('a limit raised while a frame is handled holds for the frame behind it', () => {
	const payload = Buffer.alloc(payloadBytesMax + 1);
	const small = encodeFrame({
		encoding: 'json',
		kind: 'request',
		requestId: 1,
		payload: Buffer.of(),
	});
	const large = encodeFrame({encoding: 'json', kind: 'request', requestId: 2, payload});
	const decoder = new FrameDecoder({payloadBytesMax});
	const lengths: number[] = [];
	decoder.push(Buffer.concat([small, large]), frame => {
		decoder.payloadBytesMax = payloadBytesMax * 2;
		lengths.push(frame.payload.length);
	});
	expect(lengths).toEqual([0, payloadBytesMax + 1]);
});
