/** Puts a part into the bucket: at once, or in pieces when it is large. It is there whole, or not at all. */
import {createHash} from 'node:crypto';
import {type FileHandle, open} from 'node:fs/promises';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	HeadObjectCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {ProtocolError} from '../../../protocol/errors.ts';
import {readPieces} from '../part-folder.ts';
import {type Bucket, isNamed} from './bucket.ts';

/** Pieces have this many bytes, or more where there would be too many of them. */
const pieceBytesMin = 8_388_608;
/** Of the protocol. */
const piecesMax = 10_000;
/** Of one file: sent beside each other, and held in memory. */
const bytesUnderWayMax = 25_165_824;
/** A piece over a slow line. */
const pieceMs = 120_000;

type Piece = {readonly PartNumber: number; readonly ETag: string | undefined};

const checkContent = (digest: string, id: string): void => {
	// What came was right; what the disk gives back now need not be.
	if (digest !== id) {
		throw new ProtocolError('file-mismatch');
	}
};

const putWhole = async (bucket: Bucket, handle: FileHandle, id: string): Promise<void> => {
	const content = await handle.readFile();
	checkContent(createHash('sha256').update(content).digest('base64url'), id);
	await bucket.send(new PutObjectCommand({...bucket.place(id), Body: content}), pieceMs);
};

type Multipart = {
	readonly bucket: Bucket;
	readonly handle: FileHandle;
	readonly id: string;
	readonly size: number;
};

const sendPieces = async (
	{bucket, handle, id, size}: Multipart,
	uploadId: string | undefined,
): Promise<Piece[]> => {
	const pieceBytes = Math.max(pieceBytesMin, Math.ceil(size / piecesMax));
	const underWayMax = Math.max(1, Math.floor(bytesUnderWayMax / pieceBytes));
	const hash = createHash('sha256');
	const sent: Promise<Piece>[] = [];
	const send = async (PartNumber: number, body: Buffer): Promise<Piece> => {
		const where = {...bucket.place(id), UploadId: uploadId};
		const {ETag} = await bucket.send(
			new UploadPartCommand({...where, PartNumber, Body: body}),
			pieceMs,
		);
		return {PartNumber, ETag};
	};

	try {
		for await (const piece of readPieces(handle, size, pieceBytes)) {
			hash.update(piece);
			const sending = send(sent.length + 1, Buffer.from(piece));
			// Waited for later; until then a failure is nobody's.
			sending.catch(() => undefined);
			sent.push(sending);
			await sent.at(-underWayMax);
		}

		checkContent(hash.digest('base64url'), id);
		return await Promise.all(sent);
	} finally {
		// None is under way any more when the upload is given up.
		await Promise.allSettled(sent);
	}
};

const isThere = async ({bucket, id, size}: Multipart): Promise<boolean> => {
	const {ContentLength} = await bucket.send(new HeadObjectCommand(bucket.place(id)));
	return ContentLength === size;
};

const putInPieces = async (multipart: Multipart): Promise<void> => {
	const {bucket, id} = multipart;
	const {UploadId} = await bucket.send(new CreateMultipartUploadCommand(bucket.place(id)));
	const where = {...bucket.place(id), UploadId};
	try {
		const MultipartUpload = {Parts: await sendPieces(multipart, UploadId)};
		await bucket.send(new CompleteMultipartUploadCommand({...where, MultipartUpload}), pieceMs);
	} catch (error) {
		// The answer to a first try was lost.
		if (isNamed(error, 'NoSuchUpload') && (await isThere(multipart))) {
			return;
		}

		// Where that fails too, it is found when files are tidied.
		await Promise.allSettled([bucket.send(new AbortMultipartUploadCommand(where))]);
		throw error;
	}
};

/** @throws {ProtocolError} `busy`, `file-mismatch` */
export const storeObject = async (bucket: Bucket, path: string, id: string): Promise<void> => {
	await using handle = await open(path, 'r');
	const {size} = await handle.stat();
	await (size <= pieceBytesMin
		? putWhole(bucket, handle, id)
		: putInPieces({bucket, handle, id, size}));
};
