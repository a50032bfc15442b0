/** Tells the peers of direct conversations what has reached this device: at once, then at most once a second each. */
import {ProtocolError} from '../protocol/errors.ts';
import type {Inbound} from './inbound.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

const intervalMs = 1_000;

export class DeliveryMarks {
	#request: () => Requester | undefined;
	/** Conversation → the newest `seq` that is not told. */
	#untold = new Map<number, number>();
	/** Conversations that were told of less than a second ago. */
	#resting = new Map<number, NodeJS.Timeout>();

	/** `request` gives the present connection's, if there is one. */
	constructor(replica: Replica, inbound: Inbound, request: () => Requester | undefined) {
		this.#request = request;
		inbound.onEntry(({log, seq, sender}) => {
			const {account, conversations, preferences} = replica.store.getState();
			const isPeers = sender !== undefined && sender.id !== account.id;
			if (isPeers && preferences.hasReceipts && conversations.get(log)?.kind === 'direct') {
				this.#untold.set(log, seq);
				// The entries of one turn are told by one command.
				queueMicrotask(() => this.#tell(log));
			}
		});
	}

	/** There is no connection any more. */
	stop(): void {
		for (const timer of this.#resting.values()) {
			clearTimeout(timer);
		}

		this.#resting.clear();
		this.#untold.clear();
	}

	#tell(conversation: number): void {
		const request = this.#request();
		const seq = this.#untold.get(conversation);
		if (request === undefined || seq === undefined || this.#resting.has(conversation)) {
			return;
		}

		this.#untold.delete(conversation);
		const rest = setTimeout(() => {
			this.#resting.delete(conversation);
			this.#tell(conversation);
		}, intervalMs);
		this.#resting.set(conversation, rest);
		request('mark-delivered', {conversation, seq}).catch((error: unknown) => {
			if (error instanceof ProtocolError && error.code === 'storage-full') {
				this.#untold.set(conversation, Math.max(seq, this.#untold.get(conversation) ?? 0));
			}
			// Else there is no connection or no such conversation any more; the next entry tells again.
		});
	}
}
