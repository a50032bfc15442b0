/** What is told of sounds, videos, texts and all else. */
import {dirname} from 'node:path';
import {expect, test} from 'vitest';
import {fileOf, mp4File, plainPicture, testReader, wavFile} from './media-files.ts';

const unknown = {kind: 'file', type: 'application/octet-stream'};
const text = {kind: 'file', type: 'text/plain'};

/** Samples of a tone, 8,000 a second. */
const tone = (durationMs: number, loudness: number): number[] =>
	Array.from({length: durationMs * 8}, (_, at) => Math.sin(at / 2) * loudness);

const waveformOf = (base64 = ''): number[] => [...Buffer.from(base64, 'base64')];

test('a sound tells how long it is and how loud when', async () => {
	const samples = [...tone(1_600, 0), ...tone(800, 0.5), ...tone(800, 0.25)];
	const {waveform, ...facts} = await testReader().inspect(fileOf('a.wav', wavFile(samples)));
	expect(facts).toEqual({kind: 'sound', type: 'audio/wav', durationMs: 3_200});
	const slices = waveformOf(waveform);
	expect(slices).toHaveLength(64);
	expect(new Set(slices.slice(0, 32))).toEqual(new Set([0]));
	expect(Math.min(...slices.slice(32, 48))).toBeGreaterThan(250);
	expect(Math.max(...slices)).toBe(255);
	expect(Math.min(...slices.slice(49))).toBeGreaterThan(120);
	expect(Math.max(...slices.slice(49))).toBeLessThan(135);
});

test('a short sound has a short waveform, and silence is flat', async () => {
	const reader = testReader();
	const short = await reader.inspect(fileOf('short.wav', wavFile(tone(50, 0.1))));
	expect(short.durationMs).toBe(50);
	expect(waveformOf(short.waveform)).toHaveLength(5);
	const silent = await reader.inspect(fileOf('silent.wav', wavFile(tone(1_000, 0))));
	expect(new Set(waveformOf(silent.waveform))).toEqual(new Set([0]));
});

test('a sound of more than half an hour has no waveform', async () => {
	const samples = new Float32Array(1_801 * 8_000).fill(0.5);
	const facts = await testReader().inspect(fileOf('long.wav', wavFile(samples)));
	expect(facts).toEqual({kind: 'sound', type: 'audio/wav', durationMs: 1_801_000});
});

test('a broken sound is still a sound', async () => {
	const page = Buffer.alloc(60);
	page.write('OggS', 0, 'latin1');
	page.write('\u0001vorbis', 28, 'latin1');
	const opus = Buffer.from(page);
	opus.write('OpusHead', 28, 'latin1');
	const reader = testReader();
	const sound = {kind: 'sound', type: 'audio/ogg'};
	expect(await reader.inspect(fileOf('a.ogg', page))).toEqual(sound);
	expect(await reader.inspect(fileOf('a.opus', opus))).toEqual(sound);
});

test('a video tells how long it is and how large', async () => {
	const video = {width: 640, height: 360, durationMs: 12_345};
	const path = fileOf('a', mp4File({...video, isTurned: false}));
	expect(await testReader().inspect(path)).toEqual({kind: 'video', type: 'video/mp4', ...video});
});

test('a video that was filmed upright is upright', async () => {
	const path = fileOf('a', mp4File({width: 640, height: 360, durationMs: 1_000, isTurned: true}));
	expect(await testReader().inspect(path)).toMatchObject({width: 360, height: 640});
});

test('half a video is still a video', async () => {
	const bytes = mp4File({width: 640, height: 360, durationMs: 1_000, isTurned: false});
	const path = fileOf('a.mp4', bytes.subarray(0, 100));
	expect(await testReader().inspect(path)).toEqual({kind: 'video', type: 'video/mp4'});
});

test('a name says nothing', async () => {
	const reader = testReader();
	const picture = await plainPicture(30, 20).png().toBuffer();
	expect(await reader.inspect(fileOf('a.mp3', picture))).toMatchObject({
		kind: 'picture',
		type: 'image/png',
	});
	expect(await reader.inspect(fileOf('a.mp4', wavFile(tone(500, 0.5))))).toMatchObject({
		kind: 'sound',
		type: 'audio/wav',
		durationMs: 500,
	});
	expect(await reader.inspect(fileOf('a.png', 'Only words.'))).toEqual(text);
	// Nor is it an instruction to a decoder.
	expect(await reader.inspect(fileOf('a.png[page=7]', picture))).toMatchObject({width: 30});
});

test.each([
	['words', 'Hello\n'],
	['words of all the world', 'Grüße, 世界, 👩‍👩‍👧'],
	['words longer than a piece that is read at once', 'ü'.repeat(100_001)],
	['nothing', ''],
])('text: %s', async (_, words) => {
	expect(await testReader().inspect(fileOf('a.txt', words))).toEqual(text);
});

test.each([
	['a zero', Buffer.from('Hello\0')],
	['Latin 1', Buffer.from('Grüße', 'latin1')],
	['a character cut off', Buffer.from('Grü').subarray(0, 3)],
])('no text: %s', async (_, bytes) => {
	expect(await testReader().inspect(fileOf('a.txt', bytes))).toEqual(unknown);
});

test.each([
	'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect/></svg>',
	'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
])('a drawing is a plain file: %s', async drawing => {
	const facts = await testReader().inspect(fileOf('a.svg', drawing));
	expect(Object.keys(facts)).toEqual(['kind', 'type']);
	expect(facts.kind).toBe('file');
});

test('what cannot be read is unknown', async () => {
	const path = fileOf('a.txt', 'Hello');
	const reader = testReader();
	expect(await reader.inspect(`${path}.not`)).toEqual(unknown);
	expect(await reader.inspect(dirname(path))).toEqual(unknown);
});
