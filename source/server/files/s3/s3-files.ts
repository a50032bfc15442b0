/** Whole files in a bucket of an S3-compatible store, which every node reaches. */
import {
	AbortMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandOutput,
	ListObjectsV2Command,
	type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import type {Logger} from 'pino';
import {ProtocolError} from '../../../protocol/errors.ts';
import {AtMost} from '../../../turns/at-most.ts';
import {StartFailure} from '../../start-failure.ts';
import {type ContentStore, MissingFile, type StoredFile} from '../file-store.ts';
import {BlockCache, type Range} from './block-cache.ts';
import {Bucket, describeFailure, isEmptyRange, isNamed, isRefusal} from './bucket.ts';
import type {S3Settings} from './s3-settings.ts';
import {storeObject} from './store-object.ts';

/** Each holds some pieces in memory. */
const putsMax = 4;

const readRange = async (bucket: Bucket, id: string, range: Range): Promise<Buffer> => {
	const {offset, length} = range;
	const Range = `bytes=${offset}-${offset + length - 1}`;
	try {
		return await bucket.fetch(new GetObjectCommand({...bucket.place(id), Range}), length);
	} catch (error) {
		if (isNamed(error, 'NoSuchKey', 'NotFound')) {
			throw new MissingFile(id, {cause: error});
		}

		if (isEmptyRange(error)) {
			return Buffer.alloc(0);
		}

		throw error;
	}
};

const hasObject = async (bucket: Bucket, id: string): Promise<boolean> => {
	try {
		await bucket.send(new HeadObjectCommand(bucket.place(id)));
		return true;
	} catch (error) {
		// Asked so, a store sends no code.
		if (isNamed(error, 'NoSuchKey', 'NotFound')) {
			return false;
		}

		throw error;
	}
};

const listObjects = async function* (bucket: Bucket): AsyncGenerator<StoredFile> {
	let ContinuationToken: string | undefined;
	do {
		const page: ListObjectsV2CommandOutput = await bucket.send(
			new ListObjectsV2Command({...bucket.whole, ContinuationToken}),
		);
		for (const {Key, LastModified} of page.Contents ?? []) {
			const id = bucket.idOf(Key);
			if (id !== undefined && LastModified !== undefined) {
				yield {id, storedAt: LastModified.getTime()};
			}
		}

		ContinuationToken = page.NextContinuationToken;
	} while (ContinuationToken !== undefined);
};

/** What a node that was killed has begun takes room, and no list of files shows it. */
const abortUnfinished = async (bucket: Bucket, time: number): Promise<void> => {
	let next: {KeyMarker?: string | undefined; UploadIdMarker?: string | undefined} | undefined = {};
	while (next !== undefined) {
		const page: ListMultipartUploadsCommandOutput = await bucket.send(
			new ListMultipartUploadsCommand({...bucket.whole, ...next}),
		);
		for (const {Key, UploadId, Initiated} of page.Uploads ?? []) {
			const id = bucket.idOf(Key);
			if (id !== undefined && Initiated !== undefined && Initiated.getTime() < time) {
				await bucket.send(new AbortMultipartUploadCommand({...bucket.place(id), UploadId}));
			}
		}

		next = page.IsTruncated
			? {KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker}
			: undefined;
	}
};

/** What is set wrong is told now; a store that is down for a while keeps no server from starting. */
const checkAccess = async (bucket: Bucket, {endpoint}: S3Settings): Promise<void> => {
	try {
		await bucket.send(new ListObjectsV2Command({...bucket.whole, MaxKeys: 1}));
	} catch (error) {
		if (!(error instanceof ProtocolError)) {
			throw error;
		}

		if (isRefusal(error.cause)) {
			const {Bucket: name} = bucket.whole;
			throw new StartFailure(
				`The store at ${endpoint} does not give access to the bucket ${name}: ${describeFailure(error.cause)}.`,
				{cause: error},
			);
		}
	}
};

/** @throws {StartFailure} when the store answers, and refuses */
export const openS3Files = async (settings: S3Settings, logger: Logger): Promise<ContentStore> => {
	const bucket = new Bucket(settings, logger);
	await checkAccess(bucket, settings);
	const puts = new AtMost(putsMax);
	const cache = new BlockCache((id, range) => readRange(bucket, id, range));
	return {
		isShared: true,
		keepCopy: (path, id) => puts.run(() => storeObject(bucket, path, id)),
		has: id => hasObject(bucket, id),
		read: (id, range) => cache.read(id, range),
		async remove(id) {
			await bucket.send(new DeleteObjectCommand(bucket.place(id)));
			cache.forget(id);
		},
		list: () => listObjects(bucket),
		removeUnfinished: time => abortUnfinished(bucket, time),
		freeBytes: () => Promise.resolve(undefined),
		async close() {
			bucket.close();
		},
	};
};
