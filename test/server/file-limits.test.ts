/** What the server takes of files: how large, how many, under which names. */
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {signUp, type WireClient} from '../helpers/wire-client.ts';
import {
	codeOf,
	describe,
	idOf,
	makeBytes,
	send,
	sendBytes,
	startPair,
	upload,
} from '../helpers/wire-files.ts';

test('a file has a limit, and how many are sent at once', async () => {
	const {bob} = await startPair();
	const start = (client: WireClient, size: number, seed: number) =>
		client.codeOf('start-upload', {file: idOf(makeBytes(4, seed)), size});
	expect(await start(bob, 5 * 1_024 ** 3, 1)).toBe('limit-exceeded');
	for (let seed = 0; seed < limits.uploadsPerAccountMax; seed += 1) {
		expect(await start(bob, 1_000, seed)).toBe('done');
	}

	expect(await start(bob, 1_000, 99)).toBe('limit-exceeded');
	expect(await start(bob, 1_000, 0)).toBe('done');
});

test('names that are paths, and descriptions that lie, are refused', async () => {
	const {ada, direct} = await startPair();
	const bytes = makeBytes(10);
	await upload(ada, bytes);
	const names = ['../x', 'a/b', 'a\\b', '..', '', ' ', 'a\u0000b', 'a\u001b[31m', 'gnp\u202e.exe'];
	for (const name of [...names, 'x'.repeat(256)]) {
		expect(await codeOf(ada, direct, describe(bytes, {name})), name).toBe('bad-payload');
	}

	const preview = {width: 2, height: 1, pixels: Buffer.alloc(6).toString('base64')};
	const lies = [
		{preview: {...preview, width: 100, height: 100}},
		{preview: {...preview, height: 2}},
		{type: 'a b'},
		{waveform: Buffer.alloc(67).toString('base64')},
		{id: 'x'},
	];
	for (const lie of lies) {
		expect(await codeOf(ada, direct, describe(bytes, lie)), JSON.stringify(lie)).toBe(
			'bad-payload',
		);
	}

	expect(await codeOf(ada, direct, describe(bytes, {preview}))).toBe('done');
});

test('admins bound the files of one account and of all', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	await ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	const start = (size: number, seed: number) =>
		ada.codeOf('start-upload', {file: idOf(makeBytes(4, seed)), size});
	await ada.request('change-server', {accountFileBytesMax: 1_000});
	expect(await start(600, 1)).toBe('done');
	expect(await start(600, 2)).toBe('limit-exceeded');
	expect(await start(400, 2)).toBe('done');
	await ada.request('change-server', {accountFileBytesMax: 9_000, serverFileBytesMax: 1_500});
	expect(await start(1_600, 3)).toBe('storage-full');
	// What was only announced takes no room from anybody.
	expect(await start(1_400, 3)).toBe('done');
	expect(await start(1_400, 4)).toBe('done');
	const first = makeBytes(1_400, 5);
	await upload(ada, first);
	const second = makeBytes(1_000, 6);
	expect(await ada.codeOf('start-upload', {file: idOf(second), size: 1_000})).toBe('storage-full');
});

test('what turns out to have no room in the end leaves nothing behind', async () => {
	const {server, ada, stored, parts} = await startPair();
	await ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	await ada.request('change-server', {serverFileBytesMax: 1_500});
	const [first, second] = [makeBytes(1_000, 1), makeBytes(1_000, 2)];
	const {upload: one} = await sendBytes(ada, first);
	const {upload: other} = await sendBytes(ada, second);
	await ada.request('finish-upload', {upload: one});
	expect(await ada.codeOf('finish-upload', {upload: other})).toBe('storage-full');
	expect(stored()).toEqual([expect.stringContaining(idOf(first))]);
	expect(parts()).toEqual([]);
});

test('no trick makes the server keep more than it counts', async () => {
	const {ada, direct, parts} = await startPair();
	const bytes = makeBytes(500);
	await upload(ada, bytes);
	const file = idOf(bytes);
	// Nobody makes a whole file another one's part, nor smaller than it is.
	for (const size of [0, 499, 2_000_000]) {
		expect(await ada.codeOf('start-upload', {file, size})).toBe('bad-payload');
	}

	await send(ada, direct, describe(bytes));
	expect(await ada.codeOf('start-upload', {file, size: 2_000_000})).toBe('bad-payload');
	expect(parts()).toEqual([]);
	// A part that still comes keeps its row, whatever is sent meanwhile.
	const other = makeBytes(300_000, 2);
	const {upload: number} = await sendBytes(ada, other, 65_536);
	expect(await codeOf(ada, direct, describe(other))).toBe('not-found');
	const data = other.subarray(65_536, 131_072);
	await ada.request('write-chunk', {upload: number, offset: 65_536, data});
	await ada.request('cancel-upload', {file: idOf(other)});
	expect(parts()).toEqual([]);
});
