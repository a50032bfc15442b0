/** A text file of an export, written in large pieces: memory stays flat however long it gets. */
import {type FileHandle, open} from 'node:fs/promises';

const pieceLengthMin = 65_536;

export class OutputFile {
	readonly #handle: FileHandle;
	#pieces: string[] = [];
	#length = 0;

	private constructor(handle: FileHandle) {
		this.#handle = handle;
	}

	/** For this user only; never over another file. */
	static async create(path: string): Promise<OutputFile> {
		return new OutputFile(await open(path, 'wx', 0o600));
	}

	async write(text: string): Promise<void> {
		this.#pieces.push(text);
		this.#length += text.length;
		if (this.#length >= pieceLengthMin) {
			await this.#flush();
		}
	}

	writeObject(object: unknown): Promise<void> {
		return this.write(`${JSON.stringify(object)}\n`);
	}

	/** All of it is on the disk then. */
	async close(): Promise<void> {
		try {
			await this.#flush();
			await this.#handle.sync();
		} finally {
			await this.#handle.close();
		}
	}

	async #flush(): Promise<void> {
		const text = this.#pieces.join('');
		this.#pieces = [];
		this.#length = 0;
		await this.#handle.writeFile(text);
	}
}

/** The whole of a small file at once. */
export const writeOutputFile = async (path: string, text: string): Promise<void> => {
	const file = await OutputFile.create(path);
	try {
		await file.write(text);
	} finally {
		await file.close();
	}
};
