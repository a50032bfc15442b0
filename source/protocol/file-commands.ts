/** Commands that carry files to the server and back, chunk by chunk. */
import * as z from 'zod';
import {message, nothing, page} from './command-fields.ts';
import {
	file,
	fileBytes,
	fileId,
	fileKind,
	logId,
	messageId,
	profile,
	seq,
	timestamp,
} from './entities.ts';
import {limits} from './limits.ts';

/** Names an upload on this server until it restarts. */
const upload = z.int().nonnegative().max(0xffff_ffff);

/** Bytes of a file; over the wire they are a frame of kind `bytes`, or a part of it. */
const data = z.custom<Uint8Array>(
	bytes => bytes instanceof Uint8Array && bytes.length <= limits.chunkBytesMax,
	`no bytes, or more than ${limits.chunkBytesMax}`,
);

export const fileCommands = {
	/** `offset` tells how much of the file is there; at `size` there is nothing left to send. */
	'start-upload': {
		request: z.object({file: fileId, size: fileBytes}),
		reply: z.object({upload, offset: fileBytes}),
	},
	/** Travels as a frame of kind `bytes`. What does not begin at the upload's end is not written: the reply tells where that is. */
	'write-chunk': {
		request: z.object({upload, offset: fileBytes, data}),
		reply: z.object({offset: fileBytes}),
	},
	/** Checks the content against the file's id and stores it. */
	'finish-upload': {request: z.object({upload}), reply: nothing},
	'cancel-upload': {request: z.object({file: fileId}), reply: nothing},
	/** A piece of the file of a message. The reply is a frame of kind `bytes`; it ends where the file ends. */
	'fetch-chunk': {
		request: message.extend({
			offset: fileBytes,
			length: z.int().positive().max(limits.chunkBytesMax),
		}),
		reply: z.object({data}),
	},
	/** The files of a conversation, the newest first. */
	'list-files': {
		request: z.object({
			conversation: logId,
			kind: fileKind.optional(),
			before: seq.optional(),
			limit: page.optional(),
		}),
		reply: z.object({
			files: z.array(
				z.object({seq, id: messageId.optional(), sender: profile.optional(), at: timestamp, file}),
			),
			more: z.boolean(),
		}),
	},
} as const;
