/** The id of a file: SHA-256 of its content in base64url. */
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';

/** Reads the file once from its beginning; memory stays flat. Rejects when `signal` aborts. */
export const hashFile = async (
	path: string,
	options: {readonly signal?: AbortSignal; readonly onProgress?: (bytes: number) => void} = {},
): Promise<string> => {
	const hash = createHash('sha256');
	const {signal, onProgress} = options;
	let bytes = 0;
	// Node leaves the file of a stream open whose signal has aborted before it was made.
	signal?.throwIfAborted();
	const stream = createReadStream(path, {
		highWaterMark: 262_144,
		...(signal === undefined ? {} : {signal}),
	});
	for await (const chunk of stream) {
		hash.update(chunk as Buffer);
		bytes += (chunk as Buffer).length;
		onProgress?.(bytes);
	}

	return hash.digest('base64url');
};
