/** What the rules may ask of the tables about files: what is stored, what is being sent, which message needs it. */
import type {FileKind} from '../../protocol/entities.ts';
import type {Awaitable} from './awaitable.ts';
import type {UploadRow} from './rows.ts';

export type FileTable = {
	/** The content is stored under its id from now on. Does nothing for one that is known. */
	add(id: string, bytes: number): Awaitable<void>;
	/** Bytes of a stored file. */
	getSize(id: string): Awaitable<number | undefined>;
	/** Of all stored files. */
	sumBytes(): Awaitable<number>;
	/** Of those that the account's messages carry and those that it is sending; each counts once. */
	sumBytesOf(account: number): Awaitable<number>;
	/** Forgets a file that no message and no upload needs; returns whether it did. */
	release(id: string): Awaitable<boolean>;

	/** Begins an upload, or renews its time. */
	setUpload(upload: UploadRow): Awaitable<void>;
	getUpload(account: number, file: string): Awaitable<UploadRow | undefined>;
	removeUpload(account: number, file: string): Awaitable<void>;
	/** Files of the account's uploads. */
	listUploadsOf(account: number): Awaitable<readonly string[]>;
	countUploads(account: number): Awaitable<number>;
	/** Those that were begun or renewed before `time`. */
	listUploadsBefore(time: number, limit: number): Awaitable<readonly UploadRow[]>;

	addUse(use: FileUseRow): Awaitable<void>;
	/** Returns the file that the message needed. */
	removeUse(log: number, seq: number): Awaitable<string | undefined>;
	/** Returns the files that messages of the log needed. */
	removeUsesOf(log: number): Awaitable<readonly string[]>;
	/** Whether a message that the account sent carries the file. */
	isUsedBy(account: number, file: string): Awaitable<boolean>;
	/** Messages with a file, the newest first: `seq`s from `first` on and before `before`. */
	listUses(
		log: number,
		page: {kind?: FileKind | undefined; first: number; before: number; limit: number},
	): Awaitable<readonly number[]>;
};

export type FileUseRow = {
	readonly file: string;
	readonly log: number;
	readonly seq: number;
	readonly account: number;
	readonly kind: FileKind;
};
