/** Tells the server how far this account has read: at once, then at most a few times a second. */
import {ProtocolError} from '../protocol/errors.ts';
import {moveReadMarker} from './apply/apply-account-entry.ts';
import {applyLookedAt} from './apply/apply-arrival.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';
import type {ConversationState} from './state.ts';

const intervalMs = 300;

export class ReadMarkers {
	#replica: Replica;
	#request: () => Requester | undefined;
	/** Conversations whose marker the server has not been told. What is lost here is told after the next log-in. */
	#untold = new Set<number>();
	#timer: NodeJS.Timeout | undefined;

	/** `request` gives the present connection's, if there is one. */
	constructor(replica: Replica, request: () => Requester | undefined) {
		this.#replica = replica;
		this.#request = request;
	}

	/** Somebody looked there. Moves the marker here at once; an older `seq` changes nothing more. */
	mark(conversation: number, seq: number): void {
		if (this.#replica.store.getState().broughtInto.has(conversation)) {
			this.#replica.show(draft => applyLookedAt(draft, conversation));
		}

		const {head, readSeq} = this.#find(conversation) ?? {head: 0, readSeq: 0};
		const target = Math.min(seq, head);
		if (target > readSeq) {
			this.#replica.change(draft => moveReadMarker(draft, conversation, target));
			this.#queue(conversation);
		}
	}

	/** The server knows the marker up to `toldSeq`: tells it the rest, if there is one. */
	compare(conversation: number, toldSeq: number): void {
		if ((this.#find(conversation)?.readSeq ?? 0) > toldSeq) {
			this.#queue(conversation);
		}
	}

	/** There is no connection any more. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#untold.clear();
	}

	#find(conversation: number): ConversationState | undefined {
		return this.#replica.store.getState().conversations.get(conversation);
	}

	#queue(conversation: number): void {
		this.#untold.add(conversation);
		if (this.#timer === undefined) {
			this.#tellAll();
		}
	}

	#tellAll(): void {
		this.#timer = undefined;
		if (this.#untold.size === 0) {
			return;
		}

		for (const conversation of this.#untold) {
			void this.#tell(conversation);
		}

		this.#untold.clear();
		this.#schedule();
	}

	#schedule(): void {
		this.#timer ??= setTimeout(() => this.#tellAll(), intervalMs);
	}

	async #tell(conversation: number): Promise<void> {
		const request = this.#request();
		const seq = this.#find(conversation)?.readSeq;
		if (request === undefined || seq === undefined) {
			return;
		}

		try {
			await request('mark-read', {conversation, seq});
		} catch (error) {
			if (error instanceof ProtocolError && error.code === 'storage-full') {
				this.#untold.add(conversation);
				this.#schedule();
			}
			// Else there is no connection or no such conversation any more; the next log-in compares markers.
		}
	}
}
