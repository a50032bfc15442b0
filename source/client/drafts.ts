/** What stands unsent in the composers: shown at once, written a moment later. */
import {ClientError} from './client-error.ts';
import type {Replica} from './replica.ts';

const writeDelayMs = 300;

export class Drafts {
	#replica: Replica;
	#unwritten = new Map<number, string>();
	#timer: NodeJS.Timeout | undefined;

	constructor(replica: Replica) {
		this.#replica = replica;
	}

	save(conversation: number, text: string): void {
		const {store} = this.#replica;
		const state = store.getState();
		const known = state.conversations.get(conversation);
		if (known === undefined || known.draft === text) {
			return;
		}

		// Not by a transaction for each key: what a crash takes are the last letters of a draft.
		const conversations = new Map(state.conversations).set(conversation, {...known, draft: text});
		store.set({...state, conversations});
		this.#unwritten.set(conversation, text);
		this.#timer ??= setTimeout(() => this.#tryWrite(), writeDelayMs);
	}

	/** What the disk refuses now is tried again with the next change, and at the end, which says why. */
	#tryWrite(): void {
		try {
			this.write();
		} catch (error) {
			if (!(error instanceof ClientError)) {
				throw error;
			}
		}
	}

	/** Writes what is not on disk yet. @throws {ClientError} `local-data` */
	write(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#unwritten.size === 0) {
			return;
		}

		const {database} = this.#replica;
		database.transaction(() => {
			for (const [conversation, text] of this.#unwritten) {
				database.drafts.write(conversation, text);
			}
		});
		this.#unwritten.clear();
	}
}
