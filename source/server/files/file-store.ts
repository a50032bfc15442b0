/** Where the bytes of files are: the port. A folder is behind it on one server. */

/** What has arrived of an upload. Only its end grows. */
export type Part = {
	/** Bytes that were there when it was opened. */
	readonly bytes: number;
	/** The bytes that were there, in order. */
	read(): AsyncIterable<Uint8Array>;
	write(offset: number, data: Uint8Array): Promise<void>;
	/** Resolves when everything written is on the disk. */
	sync(): Promise<void>;
	close(): Promise<void>;
};

/** `key` names a part: one account's upload of one file. */
export type FileStore = {
	openPart(key: string): Promise<Part>;
	/** Does nothing when there is none. */
	removePart(key: string): Promise<void>;
	/** Makes a part, which is closed, whole and on the disk, the stored file. */
	keepPart(key: string, id: string): Promise<void>;
	/** Shorter than `length` at the end. Rejects when there is no such file. */
	read(id: string, range: {readonly offset: number; readonly length: number}): Promise<Uint8Array>;
	/** Does nothing when there is none. */
	remove(id: string): Promise<void>;
	listParts(): Promise<readonly string[]>;
	/** What all parts take now. */
	partsBytes(): Promise<number>;
	list(): AsyncIterable<string>;
	/** Bytes that can still be stored; `undefined` when nobody knows. */
	freeBytes(): Promise<number | undefined>;
};
