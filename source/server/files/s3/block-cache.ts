/** Files are asked for in small pieces: the store is asked for larger ones, and what follows is here already. */
const blockBytes = 1_048_576;
const blocksMax = 32;

export type Range = {readonly offset: number; readonly length: number};
/** Shorter than `length` at the end of the file. */
type ReadRange = (id: string, range: Range) => Promise<Buffer>;

export class BlockCache {
	readonly #read: ReadRange;
	/** `id:number` → what came or is coming of it; the least recently asked first. */
	readonly #blocks = new Map<string, Promise<Buffer>>();

	constructor(read: ReadRange) {
		this.#read = read;
	}

	async read(id: string, {offset, length}: Range): Promise<Buffer> {
		const pieces: Buffer[] = [];
		let at = offset;
		while (at < offset + length) {
			const number = Math.floor(at / blockBytes);
			const block = await this.#get(id, number);
			const from = at - number * blockBytes;
			const piece = block.subarray(from, from + offset + length - at);
			pieces.push(piece);
			at += piece.length;
			if (block.length < blockBytes) {
				break;
			}
		}

		return Buffer.concat(pieces);
	}

	/** Of a file that was removed. */
	forget(id: string): void {
		for (const key of this.#blocks.keys()) {
			if (key.startsWith(`${id}:`)) {
				this.#blocks.delete(key);
			}
		}
	}

	#get(id: string, number: number): Promise<Buffer> {
		const key = `${id}:${number}`;
		const block =
			this.#blocks.get(key) ??
			this.#read(id, {offset: number * blockBytes, length: blockBytes}).catch((error: unknown) => {
				this.#blocks.delete(key);
				throw error;
			});
		this.#blocks.delete(key);
		this.#blocks.set(key, block);
		const [oldest] = this.#blocks.keys();
		if (this.#blocks.size > blocksMax && oldest !== undefined) {
			this.#blocks.delete(oldest);
		}

		return block;
	}
}
