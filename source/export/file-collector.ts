/** Brings the files of messages into the export, each content once, under names that people know them by. */
import {constants} from 'node:fs';
import {chmod, copyFile, mkdir, open, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Client, MessagePlace} from '../client/client-api.ts';
import {ClientError, messageOf} from '../client/client-error.ts';
import {downloadKey} from '../client/files/download-job.ts';
import {numberedName, toFileName} from '../client/files/file-name.ts';
import {hashFile} from '../client/files/hash-file.ts';
import type {MessageFile} from '../client/state.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {AtMost} from '../turns/at-most.ts';
import {filesFolderName} from './output-folder.ts';

const filesAtOnceMax = 3;
/** What is fetched waits in the client's cache, from where a larger file may push it. */
const triesMax = 3;

/** A file that is not in the export, and why. */
export type MissingFile = {
	readonly conversation: number;
	readonly seq: number;
	readonly name: string;
	readonly reason: string;
};

export type FileCollectorOptions = {
	readonly client: Client;
	/** The export's folder. */
	readonly folder: string;
	/** Files above are left out; 0: all are. */
	readonly fileBytesMax: number;
};

type FileMessage = {
	readonly conversation: number;
	readonly seq: number;
	readonly file: MessageFile;
};

/** Short cuts are waited out; without a connection for longer the rest of the export goes on without the file. */
const offlineMsMax = 60_000;

/** @throws {ProtocolError | ClientError} */
const fetchWhileOnline = async (client: Client, place: MessagePlace): Promise<string> => {
	if (client.getState().connection.status === 'stopped') {
		throw new ClientError('offline', 'There is no connection to the server.');
	}

	let timer: NodeJS.Timeout | undefined;
	const check = (): void => {
		const isOnline = client.getState().connection.status === 'online';
		if (isOnline) {
			clearTimeout(timer);
			timer = undefined;
		} else {
			timer ??= setTimeout(() => client.cancelTransfer(downloadKey(place)), offlineMsMax);
		}
	};

	const unsubscribe = client.subscribe(check);
	check();
	try {
		return await client.fetchFile(place);
	} finally {
		unsubscribe();
		clearTimeout(timer);
	}
};

const codeOf = (error: unknown): unknown =>
	error instanceof Error && 'code' in error ? error.code : undefined;

const syncFile = async (path: string): Promise<void> => {
	const handle = await open(path, 'r+');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
};

export class FileCollector {
	readonly missing: MissingFile[] = [];
	readonly #options: FileCollectorOptions;
	readonly #folder: string;
	readonly #limit = new AtMost(filesAtOnceMax);
	/** File id → where it is in the export. */
	readonly #paths = new Map<string, Promise<string | undefined>>();
	/** File id → its name in the folder, from an earlier export that was cut. */
	readonly #found = new Map<string, string>();
	/** Name in lower case → the number that was given last: file systems may not tell the cases apart. */
	readonly #numbers = new Map<string, number>();
	#bytes = 0;

	constructor(options: FileCollectorOptions) {
		this.#options = options;
		this.#folder = join(options.folder, filesFolderName);
	}

	/** Files in the export. */
	get count(): number {
		return this.#paths.size;
	}

	get bytes(): number {
		return this.#bytes;
	}

	/** Looks at what an export that was cut had fetched: a file is what its content says, whoever wrote it. */
	async start(): Promise<void> {
		await mkdir(this.#folder, {recursive: true, mode: 0o700});
		for (const name of await readdir(this.#folder)) {
			this.#found.set(await hashFile(join(this.#folder, name)), name);
		}
	}

	/** Removes what no message carries any more, or was cut itself. */
	async finish(): Promise<void> {
		const used = new Set(await Promise.all(this.#paths.values()));
		for (const name of await readdir(this.#folder)) {
			if (!used.has(`${filesFolderName}/${name}`)) {
				await rm(join(this.#folder, name));
			}
		}
	}

	/** The file's path in the export, `files/NAME`; `undefined` when it is not there. @throws when the disk refuses */
	async collect({conversation, seq, file}: FileMessage): Promise<string | undefined> {
		const {fileBytesMax} = this.#options;
		if (fileBytesMax === 0 || file.id === undefined) {
			return undefined;
		}

		if (file.size > fileBytesMax) {
			this.#miss({conversation, seq, file}, 'larger than asked for');
			return undefined;
		}

		const known = this.#paths.get(file.id);
		if (known !== undefined) {
			return known;
		}

		const found = this.#found.get(file.id);
		if (found !== undefined) {
			this.#bytes += file.size;
		}

		const fetched =
			found === undefined
				? this.#limit.run(() => this.#fetch({conversation, seq, file}))
				: Promise.resolve(`${filesFolderName}/${found}`);
		this.#paths.set(file.id, fetched);
		const path = await fetched;
		if (path === undefined) {
			// Another message may still give it.
			this.#paths.delete(file.id);
		}

		return path;
	}

	async #fetch({conversation, seq, file}: FileMessage): Promise<string | undefined> {
		const {client} = this.#options;
		for (let left = triesMax; left > 0; left -= 1) {
			let cached: string;
			try {
				cached = await fetchWhileOnline(client, {conversation, seq});
			} catch (error) {
				if (error instanceof ProtocolError || error instanceof ClientError) {
					this.#miss({conversation, seq, file}, messageOf(error));
					return undefined;
				}

				throw error;
			}

			const name = await this.#place(cached, toFileName(file.name));
			if (name !== undefined) {
				this.#bytes += file.size;
				return `${filesFolderName}/${name}`;
			}
		}

		this.#miss({conversation, seq, file}, 'it was gone before it could be copied');
		return undefined;
	}

	/** Returns the name that it got; `undefined` when `source` is not there any more. */
	async #place(source: string, wanted: string): Promise<string | undefined> {
		const key = wanted.toLowerCase();
		for (;;) {
			const number = (this.#numbers.get(key) ?? 0) + 1;
			this.#numbers.set(key, number);
			const name = numberedName(wanted, number);
			const path = join(this.#folder, name);
			try {
				await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
				await chmod(path, 0o600);
				await syncFile(path);
				return name;
			} catch (error) {
				if (codeOf(error) === 'ENOENT') {
					return undefined;
				}

				if (codeOf(error) !== 'EEXIST') {
					await rm(path, {force: true});
					throw error;
				}
			}
		}
	}

	#miss({conversation, seq, file}: FileMessage, reason: string): void {
		this.missing.push({conversation, seq, name: file.name, reason});
	}
}
