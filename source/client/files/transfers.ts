/** What is being sent and fetched now, as the screen shows it: a few changes a second, however fast the bytes go. */
import type {Replica} from '../replica.ts';
import type {Transfer} from '../state.ts';

const showEachMs = 200;
/** How much a new measurement counts against those before it. */
const newestPart = 0.3;

type Measured = {readonly bytes: number; readonly at: number};

export class Transfers {
	readonly #replica: Replica;
	readonly #now = new Map<string, Transfer>();
	readonly #measured = new Map<string, Measured>();
	#timer: NodeJS.Timeout | undefined;

	constructor(replica: Replica) {
		this.#replica = replica;
	}

	get(key: string): Transfer | undefined {
		return this.#now.get(key);
	}

	/** Shows at once; replaces what was shown under the key. */
	put(transfer: Transfer): void {
		this.#now.set(transfer.key, transfer);
		this.#measured.delete(transfer.key);
		this.#show();
	}

	/** Shows a change of status at once, progress now and then. */
	patch(key: string, patch: Partial<Transfer>): void {
		const before = this.#now.get(key);
		if (before === undefined) {
			return;
		}

		this.#now.set(key, {...before, ...patch});
		if (patch.status !== undefined && patch.status !== before.status) {
			this.#measured.delete(key);
			this.#show();
		} else {
			this.#timer ??= setTimeout(() => this.#show(), showEachMs);
		}
	}

	remove(key: string): void {
		this.#measured.delete(key);
		if (this.#now.delete(key)) {
			this.#show();
		}
	}

	/** Shows nothing any more. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
	}

	/** After the change of the replica that this may be a part of. */
	#show(): void {
		this.stop();
		queueMicrotask(() => this.#showNow());
	}

	#showNow(): void {
		const at = performance.now();
		for (const transfer of this.#now.values()) {
			this.#measure(transfer, at);
		}

		const transfers = new Map(this.#now);
		this.#replica.show(draft => draft.patch({transfers}));
	}

	#measure(transfer: Transfer, at: number): void {
		const {key, bytes, status, bytesPerSecond} = transfer;
		const last = this.#measured.get(key);
		if (status !== 'running' || (last !== undefined && at - last.at < showEachMs)) {
			return;
		}

		this.#measured.set(key, {bytes, at});
		if (last !== undefined) {
			const newest = ((bytes - last.bytes) * 1_000) / (at - last.at);
			const before = bytesPerSecond ?? newest;
			const rate = Math.max(0, before + (newest - before) * newestPart);
			this.#now.set(key, {...transfer, bytesPerSecond: rate});
		}
	}
}
