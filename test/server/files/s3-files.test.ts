/** Files in a bucket: large ones, and what a store or the way to it can do to them. */
import {Writable} from 'node:stream';
import {pino} from 'pino';
import {expect, onTestFinished, test} from 'vitest';
import {openS3Files} from '../../../source/server/files/s3/s3-files.ts';
import type {S3Settings} from '../../../source/server/files/s3/s3-settings.ts';
import {openSharedFiles} from '../../../source/server/files/shared-files.ts';
import {tidyFiles} from '../../../source/server/files/tidy-files.ts';
import {listIds, openFileNodes, readWhole, sendTo, sendWhole} from '../../helpers/file-nodes.ts';
import {type S3Server, startS3Server} from '../../helpers/s3-server.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {idOf, makeBytes} from '../../helpers/wire-files.ts';

const silent = pino({level: 'silent'});

const openNode = async (
	settings: S3Settings,
	{partsFolder = temporaryFolder(), logger = silent} = {},
) => {
	const files = await openS3Files(settings, logger);
	onTestFinished(() => files.close());
	return openSharedFiles(files, partsFolder);
};

const startNode = async () => {
	const store = await startS3Server();
	const nodes = await openFileNodes();
	const partsFolder = temporaryFolder();
	const files = await openNode(store.settings, {partsFolder});
	return {...nodes, s3: store, partsFolder, files, uploads: nodes.start(files)};
};

/** Many bytes that are not all alike, quickly made. */
const makeMany = (megabytes: number): Buffer => Buffer.alloc(megabytes * 1_048_576, makeBytes(997));

const stored = ({bucket, settings}: S3Server): string[] =>
	[...bucket.objects.keys()].map(key => key.slice(settings.prefix.length)).sort();

test('a large file goes in pieces, and another node reads it', async () => {
	const {account, s3, files, uploads} = await startNode();
	const bytes = makeMany(21);
	await sendWhole(uploads, account, bytes);
	expect(s3.requests.filter(request => request.startsWith('PUT'))).toHaveLength(3);
	expect(s3.bucket.uploads.size).toBe(0);
	expect(await files.listParts()).toEqual([]);
	const other = await openNode(s3.settings);
	const before = s3.requests.length;
	expect((await readWhole(other, idOf(bytes))).equals(bytes)).toBe(true);
	// A request for each MiB, not for each piece that a client asks for.
	expect(s3.requests.length - before).toBeLessThanOrEqual(22);
});

test('wrong credentials and a missing bucket keep a server from starting, and name no secret', async () => {
	const {settings} = await startS3Server();
	const {credentials} = settings;
	const wrong: readonly (readonly [S3Settings, string])[] = [
		[{...settings, bucket: 'other'}, 'the bucket other: 404 NoSuchBucket'],
		[{...settings, credentials: {...credentials, accessKeyId: 'X'}}, '403 InvalidAccessKeyId'],
		[
			{...settings, credentials: {...credentials, secretAccessKey: 'wrong secret'}},
			'403 SignatureDoesNotMatch',
		],
	];
	for (const [chosen, reason] of wrong) {
		const failure = await openNode(chosen).then(
			() => undefined,
			(error: unknown) => error,
		);
		expect(failure).toMatchObject({name: 'StartFailure'});
		expect(String(failure)).toContain(reason);
		expect(String(failure)).not.toContain('secret');
	}
});

test('a store that is down keeps no server from starting, and is told of once', async () => {
	const {settings} = await startS3Server();
	const lines: string[] = [];
	const logger = pino(
		new Writable({
			write(line, _, done) {
				lines.push(String(line));
				done();
			},
		}),
	);
	const files = await openNode({...settings, endpoint: 'http://127.0.0.1:1'}, {logger});
	const read = () => files.read(idOf(makeBytes(1)), {offset: 0, length: 1});
	await expect(read()).rejects.toMatchObject({code: 'busy'});
	await expect(read()).rejects.toMatchObject({code: 'busy', retryAfterMs: 3_000});
	expect(lines).toHaveLength(1);
	expect(lines[0]).toContain('ECONNREFUSED');
	expect(lines[0]).not.toContain(settings.credentials.secretAccessKey);
});

test.each(['unavailable', 'cut'] as const)(
	'a store that fails (%s) while a file is stored: it says so, and the same request goes on later',
	async fault => {
		const {account, s3, files, uploads} = await startNode();
		const bytes = makeMany(18);
		const {upload} = await sendTo(uploads, account, {bytes});
		let pieces = 0;
		s3.spoil = ({method}) => {
			pieces += method === 'PUT' ? 1 : 0;
			return pieces > 1 ? fault : undefined;
		};
		await expect(uploads.finish(account, upload)).rejects.toMatchObject({code: 'busy'});
		expect(stored(s3)).toEqual([]);
		expect(await files.listParts()).toHaveLength(1);

		s3.spoil = () => undefined;
		await uploads.finish(account, upload);
		expect(stored(s3)).toEqual([idOf(bytes)]);
		expect((await readWhole(files, idOf(bytes))).equals(bytes)).toBe(true);
		expect(await files.listParts()).toEqual([]);
	},
);

test('requests that fail now and then are made again, and nobody notices', async () => {
	const {account, s3, files, uploads} = await startNode();
	let count = 0;
	s3.spoil = () => {
		count += 1;
		return count % 3 === 1 ? 'unavailable' : undefined;
	};
	const bytes = makeMany(18);
	await sendWhole(uploads, account, bytes);
	expect((await readWhole(files, idOf(bytes))).equals(bytes)).toBe(true);
});

test('the answer to the last request of an upload is lost: the file is there', async () => {
	const {account, s3, files, uploads} = await startNode();
	let isCut = false;
	s3.spoil = ({method, query}) => {
		const isLast = method === 'POST' && query.has('uploadId') && !isCut;
		isCut ||= isLast;
		return isLast ? 'cut-after' : undefined;
	};
	const bytes = makeMany(18);
	await sendWhole(uploads, account, bytes);
	expect(isCut).toBe(true);
	expect((await readWhole(files, idOf(bytes))).equals(bytes)).toBe(true);
});

test('half an answer to a read is no content', async () => {
	const {account, s3, files, uploads} = await startNode();
	const bytes = makeMany(2);
	await sendWhole(uploads, account, bytes);
	s3.spoil = ({method}) => (method === 'GET' ? 'cut-after' : undefined);
	const read = () => files.read(idOf(bytes), {offset: 0, length: 65_536});
	await expect(read()).rejects.toMatchObject({code: 'busy'});
	s3.spoil = () => undefined;
	expect(Buffer.from(await read())).toEqual(bytes.subarray(0, 65_536));
});

test('a node that is restarted in the middle goes on, and its half upload is tidied away', async () => {
	const {store, account, start, s3, partsFolder, files, uploads} = await startNode();
	const bytes = makeMany(18);
	const {upload} = await sendTo(uploads, account, {bytes});
	s3.spoil = ({method}) => (method === 'PUT' ? 'silent' : undefined);
	const finishing = uploads.finish(account, upload).catch((error: unknown) => error);
	await waitFor(() => s3.bucket.uploads.size === 1, 'the upload in pieces to begin');
	// Nothing more leaves the old node: its upload in pieces stays begun.
	await files.close();
	expect(await finishing).toMatchObject({code: 'busy'});
	await uploads.close();
	s3.spoil = () => undefined;

	const restarted = await openNode(s3.settings, {partsFolder});
	const again = start(restarted);
	await tidyFiles(store, restarted, again);
	expect((await sendTo(again, account, {bytes})).offset).toBe(bytes.length);
	await sendWhole(again, account, bytes);
	expect((await readWhole(restarted, idOf(bytes))).equals(bytes)).toBe(true);
	expect(s3.bucket.uploads.size, 'what is younger than a day stays').toBe(1);
	await restarted.removeUnfinished(Date.now() + 60_000);
	expect(s3.bucket.uploads.size).toBe(0);
});

test('lists and tidies a bucket in pages, and touches nothing that is not its own', async () => {
	const {store, account, s3, files, uploads} = await startNode();
	s3.bucket.pageSize = 3;
	const old = new Date(Date.now() - 2 * 86_400_000);
	const bytes = Buffer.from('left over');
	const lost = Array.from({length: 10}, (_, seed) => idOf(makeBytes(5, seed)));
	for (const id of lost) {
		s3.bucket.objects.set(`chat/${id}`, {bytes, at: old});
	}

	const others = ['chat/notes.txt', 'other/x', `other/${lost[0]}`];
	for (const key of others) {
		s3.bucket.objects.set(key, {bytes, at: old});
	}

	const kept = makeBytes(1_000, 99);
	await sendWhole(uploads, account, kept);
	expect(await listIds(files)).toEqual([...lost, idOf(kept)].sort());
	await tidyFiles(store, files, uploads);
	expect(await listIds(files)).toEqual([idOf(kept)]);
	expect(others.every(key => s3.bucket.objects.has(key))).toBe(true);
});
