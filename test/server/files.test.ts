/** Files on the server: sent, gone on with, fetched, refused, and gone when nobody needs them. */
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {password, resumeAs} from '../helpers/wire-client.ts';
import {
	codeOf,
	describe,
	fetchAll,
	idOf,
	makeBytes,
	send,
	sendBytes,
	startPair,
	upload,
} from '../helpers/wire-files.ts';

test('a file arrives as it was sent, and is stored once', async () => {
	const {ada, bob, direct, stored, parts} = await startPair();
	const bytes = makeBytes(200_000);
	await upload(ada, bytes);
	const {seq} = await send(ada, direct, describe(bytes));
	expect(await fetchAll(bob, {conversation: direct, seq})).toEqual(bytes);
	await upload(bob, bytes);
	await send(bob, direct, describe(bytes, {name: 'other.bin'}));
	expect(stored()).toHaveLength(1);
	expect(parts()).toEqual([]);
	const {files} = await bob.request('list-files', {conversation: direct});
	expect(files.map(({file}) => file.name)).toEqual(['other.bin', 'plan.bin']);
	const pictures = await bob.request('list-files', {conversation: direct, kind: 'picture'});
	expect(pictures.files).toEqual([]);
});

test('an empty file is a file', async () => {
	const {ada, bob, direct} = await startPair();
	const bytes = Buffer.alloc(0);
	await upload(ada, bytes);
	const {seq} = await send(ada, direct, describe(bytes));
	expect(await fetchAll(bob, {conversation: direct, seq})).toEqual(bytes);
});

test('an upload goes on where it was cut, on another connection and after a restart', async () => {
	const {server, ada, direct} = await startPair();
	const bytes = makeBytes(300_000);
	await sendBytes(ada, bytes, 2 * limits.chunkBytesMax);
	ada.socket.destroy();
	const second = await resumeAs(server, ada);
	const {offset} = await sendBytes(second, bytes, 3 * limits.chunkBytesMax);
	expect(offset).toBe(2 * limits.chunkBytesMax);
	await server.close();
	const restarted = await startTestServer({dataDir: server.dataDir});
	const third = await resumeAs(restarted, ada);
	const {offset: later, upload: number} = await sendBytes(third, bytes);
	expect(later).toBe(3 * limits.chunkBytesMax);
	await third.request('finish-upload', {upload: number});
	await send(third, direct, describe(bytes));
});

test('a chunk that does not follow is not written, and the reply tells where to go on', async () => {
	const {ada} = await startPair();
	const bytes = makeBytes(1_000);
	const {upload: number} = await sendBytes(ada, bytes, 400);
	const write = (offset: number, end: number) =>
		ada.request('write-chunk', {upload: number, offset, data: bytes.subarray(offset, end)});
	expect(await write(0, 400)).toEqual({offset: 400});
	expect(await write(500, 600)).toEqual({offset: 400});
	expect(await write(400, 1_000)).toEqual({offset: 1_000});
	expect(await ada.codeOf('write-chunk', {upload: number, offset: 1_000, data: bytes})).toBe(
		'bad-payload',
	);
});

test('content that is not the announced one is refused, and can be sent anew', async () => {
	const {ada, parts, stored} = await startPair();
	const bytes = makeBytes(5_000);
	const wrong = Buffer.from(bytes);
	wrong[4_000] = (wrong[4_000] ?? 0) ^ 1;
	const goal = {file: idOf(bytes), size: bytes.length};
	const {upload: number} = await ada.request('start-upload', goal);
	expect(await ada.codeOf('finish-upload', {upload: number})).toBe('bad-payload');
	await ada.request('write-chunk', {upload: number, offset: 0, data: wrong});
	expect(await ada.codeOf('finish-upload', {upload: number})).toBe('file-mismatch');
	expect([...parts(), ...stored()]).toEqual([]);
	await upload(ada, bytes);
	expect(stored()).toHaveLength(1);
});

test('an id alone is no key to the content', async () => {
	const {ada, bob, carol, direct} = await startPair();
	const bytes = makeBytes(1_000);
	await upload(ada, bytes);
	const {seq} = await send(ada, direct, describe(bytes));
	const {conversation} = await carol.request('open-direct', {members: ['bob']});
	expect(await codeOf(carol, conversation.id, describe(bytes))).toBe('not-found');
	const goal = {file: idOf(bytes), size: bytes.length};
	expect((await carol.request('start-upload', goal)).offset).toBe(0);
	const place = {conversation: direct, seq};
	const range = {offset: 0, length: 100};
	expect(await carol.codeOf('fetch-chunk', {...place, ...range})).toBe('not-a-member');
	expect(await bob.codeOf('fetch-chunk', {conversation: direct, seq: 999, ...range})).toBe(
		'not-found',
	);
	// Whoever was given it may pass it on.
	await bob.request('send-message', {
		conversation: conversation.id,
		id: crypto.randomUUID(),
		text: '',
		forwards: place,
	});
	const {files} = await carol.request('list-files', {conversation: conversation.id});
	const passedOn = {conversation: conversation.id, seq: files[0]?.seq ?? 0};
	expect(await fetchAll(carol, passedOn)).toEqual(bytes);
	expect(await codeOf(ada, direct, {...describe(bytes), size: 999})).toBe('bad-payload');
});

test('a recalled file is gone for everyone, and from the disk when no message has it', async () => {
	const {ada, bob, direct, stored} = await startPair();
	const bytes = makeBytes(1_000);
	await upload(ada, bytes);
	const {seq} = await send(ada, direct, describe(bytes));
	await upload(ada, bytes);
	const second = await send(ada, direct, describe(bytes));
	await ada.request('recall-message', {conversation: direct, seq});
	expect(await bob.codeOf('fetch-chunk', {conversation: direct, seq, offset: 0, length: 9})).toBe(
		'not-found',
	);
	expect(await fetchAll(bob, {conversation: direct, seq: second.seq})).toEqual(bytes);
	await ada.request('recall-message', {conversation: direct, seq: second.seq});
	await waitFor(() => stored().length === 0, 'the content to be removed');
	const {entries} = await bob.request('fetch-entries', {
		log: direct,
		epoch: bob.session.epoch,
	});
	expect(JSON.stringify(entries)).not.toContain('plan.bin');
});

test('a cancelled upload leaves nothing; another account cannot touch it', async () => {
	const {ada, bob, parts} = await startPair();
	const bytes = makeBytes(100_000);
	const {upload: number} = await sendBytes(ada, bytes, 50_000);
	const data = bytes.subarray(50_000, 60_000);
	expect(await bob.codeOf('write-chunk', {upload: number, offset: 50_000, data})).toBe('not-found');
	expect(parts()).toHaveLength(1);
	await ada.request('cancel-upload', {file: idOf(bytes)});
	expect(parts()).toEqual([]);
	expect(await ada.codeOf('write-chunk', {upload: number, offset: 50_000, data})).toBe('not-found');
});

test('what a sudden end has left is removed at the next start', async () => {
	const {server, ada, direct} = await startPair();
	const kept = makeBytes(1_000);
	await upload(ada, kept);
	const {seq} = await send(ada, direct, describe(kept));
	await sendBytes(ada, makeBytes(100_000, 2), 65_536);
	await server.close();
	const files = join(server.dataDir, 'files');
	const strayId = idOf(makeBytes(3, 3));
	const folder = join(files, `by-id-${strayId.slice(0, 2)}`);
	mkdirSync(folder, {recursive: true});
	const stray = join(folder, strayId);
	writeFileSync(stray, 'nobody knows me');
	writeFileSync(join(files, 'parts', `9-${idOf(makeBytes(3, 4))}`), 'nor me');
	const restarted = await startTestServer({dataDir: server.dataDir});
	await waitFor(() => !existsSync(stray), 'the stray content to be removed');
	await waitFor(
		() => readdirSync(join(files, 'parts')).length === 1,
		'the stray part to be removed',
	);
	const again = await resumeAs(restarted, ada);
	expect(await fetchAll(again, {conversation: direct, seq})).toEqual(kept);
});

test('a part that lost its end with the power goes on from what is there', async () => {
	const {server, ada, parts} = await startPair();
	const bytes = makeBytes(100_000);
	await sendBytes(ada, bytes, 65_536);
	await server.close();
	const part = join(server.dataDir, 'files', 'parts', parts()[0] ?? '');
	truncateSync(part, 10_000);
	expect(readFileSync(part)).toHaveLength(10_000);
	const again = await resumeAs(await startTestServer({dataDir: server.dataDir}), ada);
	const {offset, upload: number} = await sendBytes(again, bytes);
	expect(offset).toBe(10_000);
	await again.request('finish-upload', {upload: number});
});

test('a deleted account leaves no upload behind, and what it sent stays', async () => {
	const {ada, bob, direct, parts, stored} = await startPair();
	const bytes = makeBytes(1_000);
	await upload(bob, bytes);
	const {seq} = await send(bob, direct, describe(bytes));
	await upload(bob, makeBytes(2_000, 2));
	await sendBytes(bob, makeBytes(100_000, 3), 65_536);
	await bob.request('delete-account', {password});
	await waitFor(() => parts().length === 0 && stored().length === 1, 'its uploads to go');
	expect(await fetchAll(ada, {conversation: direct, seq})).toEqual(bytes);
});
