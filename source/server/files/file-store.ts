/**
 * Where the bytes of files are: the port. What arrives is a part, in a folder of this node's own; a whole file is
 * stored where every node reads it.
 */

/** What has arrived of an upload. Only its end grows. */
export type Part = {
	/** Bytes that were there when it was opened. */
	readonly bytes: number;
	/** The bytes that were there, in order. */
	read(): AsyncIterable<Uint8Array>;
	write(offset: number, data: Uint8Array): Promise<void>;
	/** Resolves when everything written is on the disk. */
	sync(): Promise<void>;
	/** May be called twice. */
	close(): Promise<void>;
};

export type StoredFile = {
	readonly id: string;
	/** Milliseconds since 1970, by the clock of where it is stored. */
	readonly storedAt: number;
};

/** What arrives. `key` names a part: one account's upload of one file. */
export type PartStore = {
	openPart(key: string): Promise<Part>;
	/** Does nothing when there is none. */
	removePart(key: string): Promise<void>;
	listParts(): Promise<readonly {readonly key: string; readonly bytes: number}[]>;
};

/** Whole files. */
export type ContentStore = {
	/** Whether other nodes store files there: what no row knows may be about to get one. */
	readonly isShared: boolean;
	/**
	 * Stores what is in the file at `path`, which stays.
	 *
	 * @throws {ProtocolError} `file-mismatch` when it is not what `id` says, `busy` when the store cannot be reached; then
	 * nothing is stored
	 */
	keepCopy(path: string, id: string): Promise<void>;
	/** Looked up where it is stored. @throws {ProtocolError} `busy` */
	has(id: string): Promise<boolean>;
	/** Shorter than `length` at the end. @throws {MissingFile} @throws {ProtocolError} `busy` */
	read(id: string, range: {readonly offset: number; readonly length: number}): Promise<Uint8Array>;
	/** Does nothing when there is none. */
	remove(id: string): Promise<void>;
	list(): AsyncIterable<StoredFile>;
	/** Removes what stores that have never ended left behind before `time`, in milliseconds since 1970. */
	removeUnfinished(time: number): Promise<void>;
	/** Bytes that can still be stored; `undefined` when nobody knows. */
	freeBytes(): Promise<number | undefined>;
	/** Gives up what is under way with the store. */
	close(): Promise<void>;
};

export type FileStore = PartStore &
	ContentStore & {
		/**
		 * Makes a part, which is closed, whole and on the disk, the stored file. The part is gone then, or is as it was.
		 *
		 * @throws {ProtocolError} as `keepCopy`
		 */
		keepPart(key: string, id: string): Promise<void>;
	};

/** A row stands for the file, but its bytes are gone. */
export class MissingFile extends Error {
	override name = 'MissingFile' as const;

	constructor(id: string, options?: ErrorOptions) {
		super(`The content of the file ${id} is not there any more.`, options);
	}
}
