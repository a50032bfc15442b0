/** Everything that moves files for one client: what is sent, what is fetched, what is kept to look at. */
import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {createMediaReader, type MediaReader} from '../../media/media-reader.ts';
import type {FileDescription} from '../../protocol/entities.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {accountFolder} from '../account-folders.ts';
import type {MessagePlace} from '../client-api.ts';
import {readMessage} from '../entry-content.ts';
import type {Outbox} from '../outbox.ts';
import type {Requester} from '../patient-request.ts';
import type {Replica} from '../replica.ts';
import {ChunkWindow} from './chunk-window.ts';
import {Downloads} from './downloads.ts';
import {FileCache} from './file-cache.ts';
import {Transfers} from './transfers.ts';
import {Uploads} from './uploads.ts';

export type FileServiceOptions = {
	readonly replica: Replica;
	readonly outbox: Outbox;
	/** Of all accounts: contents are named by themselves. */
	readonly dataDir: string;
	/** Asks the server. @throws {ClientError} `offline` */
	request: Requester;
};

const dayMs = 86_400_000;
/** So long an unfinished download waits for somebody to come back to it. */
const partsDays = 7;

/**
 * Removes files that nobody has touched for so long and nobody names: the program ended between two steps. Younger
 * ones may be another process's, which is at work.
 */
const removeStrays = (folder: string, wanted: ReadonlySet<string>, olderThanMs: number): void => {
	if (!existsSync(folder)) {
		return;
	}

	const newest = Date.now() - olderThanMs;
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		const modifiedAt = statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? newest;
		if (modifiedAt < newest && !wanted.has(path)) {
			rmSync(path, {force: true});
		}
	}
};

export class FileService {
	readonly downloads: Downloads;
	readonly media: MediaReader = createMediaReader();
	readonly #options: FileServiceOptions;
	readonly #transfers: Transfers;
	readonly #cache: FileCache;
	readonly #uploads: Uploads;

	constructor(options: FileServiceOptions) {
		const {replica, outbox, dataDir} = options;
		const {account, server} = replica.store.getState();
		const copiesFolder = join(accountFolder(dataDir, {name: account.name, server}), 'outgoing');
		const partsFolder = join(dataDir, 'parts');
		const copies = outbox.rows().flatMap(({file}) => file?.copy ?? []);
		removeStrays(copiesFolder, new Set(copies), dayMs);
		removeStrays(partsFolder, new Set(), partsDays * dayMs);
		this.#options = options;
		this.#transfers = new Transfers(replica);
		this.#uploads = new Uploads({
			replica,
			outbox,
			transfers: this.#transfers,
			media: this.media,
			folder: copiesFolder,
		});
		this.#cache = new FileCache(join(dataDir, 'files'));
		this.downloads = new Downloads({
			table: replica.database.downloads,
			transfers: this.#transfers,
			cache: this.#cache,
			partsFolder,
			findFile: place => this.findFile(place),
		});
	}

	/** Begins over a new connection; `onFailure` is told when that is of no use any more. */
	start(request: Requester, onFailure: (error: unknown) => void): void {
		const window = new ChunkWindow();
		this.#uploads.start(request, window, onFailure);
		this.downloads.start(request, window);
	}

	/** Nobody is to see them any more: what was kept to look at goes. */
	forget(files: readonly FileDescription[]): void {
		this.#cache.remove(files);
	}

	/** The connection has ended. */
	pause(): void {
		this.#uploads.pause();
		this.downloads.pause();
	}

	/** Resolves once nothing is written any more; who waits for a file hears `error`. */
	async stop(error: Error): Promise<void> {
		this.pause();
		await this.downloads.stop(error);
		this.#transfers.stop();
		this.media.close();
	}

	/** What the message carries, from the local copy or from the server. @throws {ProtocolError | ClientError} */
	async findFile(place: MessagePlace): Promise<FileDescription> {
		const {replica, request} = this.#options;
		const {conversation, seq} = place;
		const entry = replica.database.entries.find(conversation, seq);
		const known = entry && readMessage(entry.content)?.file;
		if (known !== undefined) {
			return known;
		}

		const {files} = await request('list-files', {conversation, before: seq + 1, limit: 1});
		const [found] = files;
		if (found?.seq !== seq) {
			throw new ProtocolError('not-found', 'This message carries no file.');
		}

		return found.file;
	}
}
