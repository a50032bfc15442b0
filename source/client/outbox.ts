/**
 * Sends what stands in the outbox: on disk before it is shown, under one id for ever, until the server
 * has said yes or no.
 *
 * One message of a conversation is under way at a time, so that a temporary refusal can never let a
 * later one pass; many conversations are at once.
 */
import {ProtocolError} from '../protocol/errors.ts';
import {ClientError} from './client-error.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import type {OutgoingFile} from './files/outgoing-file.ts';
import type {Inbound} from './inbound.ts';
import type {OutboxItems} from './outbox-items.ts';
import {
	checkText,
	lookAgain,
	type MessageOptions,
	makeRow,
	pauseMs,
	requestOf,
} from './outbox-message.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';
import {SentWaiters, type Stored} from './sent-waiters.ts';

const underWayMax = 64;
/** What was sent is remembered for `whenSent` this long, in messages. */
const sentMax = 1_000;

/** One connection's part: forgotten as a whole when the connection ends. */
type Shift = {
	readonly request: Requester;
	readonly onFailure: (error: unknown) => void;
	/** Conversations that wait for a reply, or for the end of a pause. */
	readonly underWay: Set<number>;
	readonly timers: Set<NodeJS.Timeout>;
};

export class Outbox {
	#replica: Replica;
	#inbound: Inbound;
	#waiters = new SentWaiters();
	/** Acknowledged lately, the oldest first; some of it not yet written down. */
	#sent = new Map<string, Stored>();
	#shift: Shift | undefined;
	/** Messages whose file is on the server. */
	#uploaded = new Set<string>();
	#onFileWaiting = (): void => undefined;
	#onDiscarded: (row: OutboxRow) => void = () => undefined;

	constructor(replica: Replica, inbound: Inbound) {
		this.#replica = replica;
		this.#inbound = inbound;
		// The entry may come before the reply, and the connection end between them.
		inbound.onEntry(({id, seq, at}) => {
			if (id !== undefined) {
				this.#waiters.resolve(id, {seq, at});
			}
		});
	}

	/** Begins to send over a new connection; `onFailure` is told when the local database refuses. */
	start(request: Requester, onFailure: (error: unknown) => void): void {
		this.#replica.change(draft => this.#items.reload(draft));
		this.#forgetUnwritten();
		this.#shift = {request, onFailure, underWay: new Set(), timers: new Set()};
		this.#pumpAll(this.#shift);
	}

	/** The connection has ended. */
	pause(): void {
		for (const timer of this.#shift?.timers ?? []) {
			clearTimeout(timer);
		}

		this.#shift = undefined;
		// What the server has of them is asked again.
		this.#uploaded.clear();
	}

	/** Returns the message's id. @throws {ProtocolError} when it could never be sent */
	add(conversation: number, text: string, options: MessageOptions = {}): string {
		// What a forwarded message says is for the server to compare.
		checkText(text, options.file !== undefined || options.forwards !== undefined);
		const known = this.#replica.store.getState().conversations.get(conversation);
		if (known === undefined || known.isLeft) {
			throw new ProtocolError('not-a-member', 'You are no member of this conversation.');
		}

		const row = makeRow(conversation, text, options);
		this.#replica.change(draft => this.#items.add(draft, row));
		this.#wake();
		return row.id;
	}

	/** Sends a refused message again, as the newest. */
	retry(id: string): void {
		const row = this.#items.get(id);
		if (row?.error === undefined) {
			return;
		}

		this.#replica.change(draft => {
			this.#items.remove(draft, id);
			this.#items.add(draft, {...row, ...lookAgain(row), at: Date.now(), error: undefined});
		});
		this.#wake();
	}

	/** Returns the text; `undefined` when it has gone out already. */
	discard(id: string): string | undefined {
		const row = this.#items.get(id);
		if (row === undefined || row.seq !== undefined || this.#sent.has(id) || this.#isUnderWay(row)) {
			return undefined;
		}

		this.#replica.change(draft => this.#items.remove(draft, id));
		this.#onDiscarded(row);
		const message = 'The message was taken back before it was sent.';
		this.#waiters.reject(id, new ClientError('stopped', message));
		return row.text;
	}

	/** Resolves when the server has it on disk; rejects with why it was refused. */
	whenSent(id: string): Promise<Stored> {
		const row = this.#items.get(id);
		const written = row?.seq === undefined ? undefined : {seq: row.seq, at: row.at};
		const stored = this.#sent.get(id) ?? written;
		if (stored !== undefined) {
			return Promise.resolve(stored);
		}

		if (row?.error !== undefined) {
			return Promise.reject(new ClientError('refused', row.error));
		}

		if (row === undefined) {
			const message = 'There is no such message in the outbox.';
			return Promise.reject(new ProtocolError('not-found', message));
		}

		return this.#waiters.wait(id);
	}

	/** Nobody will hear of what is not settled yet; it stays queued. */
	abandon(error: Error): void {
		this.#waiters.rejectAll(error);
	}

	/** All that is here: refused ones too may be sent again. */
	rows(): OutboxRow[] {
		return this.#items.conversations.flatMap(conversation => [...this.#items.of(conversation)]);
	}

	/** Those whose file is not on the server yet, in the order of writing. */
	filesWaiting(): OutboxRow[] {
		return this.rows().filter(
			row => row.file !== undefined && this.#isWaiting(row) && !this.#uploaded.has(row.id),
		);
	}

	/** Who sends the files, is told of new ones, and of messages that are here no more. */
	handleFiles(handlers: {
		onWaiting(): void;
		onDiscarded(row: OutboxRow): void;
		onGone(row: OutboxRow): void;
	}): void {
		this.#onFileWaiting = handlers.onWaiting;
		this.#onDiscarded = handlers.onDiscarded;
		this.#items.onGone = handlers.onGone;
	}

	/** The message's file is on the server: the message follows. */
	noteUploaded(id: string): void {
		this.#uploaded.add(id);
		this.#pumpAll(this.#shift);
	}

	setFile(id: string, file: OutgoingFile): void {
		this.#replica.change(draft => this.#items.setFile(draft, id, file));
	}

	/** The message cannot be sent as it is; a person decides. */
	refuse(id: string, error: Error): void {
		this.#replica.change(draft => this.#items.setError(draft, id, error.message));
		this.#waiters.reject(id, error);
	}

	#wake(): void {
		this.#pumpAll(this.#shift);
		this.#onFileWaiting();
	}

	get #items(): OutboxItems {
		return this.#replica.outbox;
	}

	#nextOf(conversation: number): OutboxRow | undefined {
		return this.#items
			.of(conversation)
			.find(row => this.#isWaiting(row) && (row.file === undefined || this.#uploaded.has(row.id)));
	}

	/** Answers that the disk refused to note are asked for again: the entry never comes where one has left meanwhile. */
	#forgetUnwritten(): void {
		for (const id of this.#sent.keys()) {
			const row = this.#items.get(id);
			if (row !== undefined && row.seq === undefined) {
				this.#sent.delete(id);
			}
		}
	}

	#isWaiting({id, seq, error}: OutboxRow): boolean {
		return seq === undefined && error === undefined && !this.#sent.has(id);
	}

	#isUnderWay({id, conversation}: OutboxRow): boolean {
		const isBusy = this.#shift?.underWay.has(conversation) ?? false;
		return isBusy && this.#nextOf(conversation)?.id === id;
	}

	#pumpAll(shift: Shift | undefined): void {
		if (shift === undefined || shift !== this.#shift) {
			return;
		}

		for (const conversation of this.#items.conversations) {
			if (shift.underWay.size >= underWayMax) {
				return;
			}

			if (!shift.underWay.has(conversation) && this.#nextOf(conversation) !== undefined) {
				this.#pump(shift, conversation).catch(shift.onFailure);
			}
		}
	}

	/** Sends the conversation's messages one after the other, until there is none or the connection ends. */
	async #pump(shift: Shift, conversation: number): Promise<void> {
		shift.underWay.add(conversation);
		for (;;) {
			const row = shift === this.#shift ? this.#nextOf(conversation) : undefined;
			if (row === undefined) {
				break;
			}

			if (!(await this.#send(shift, row))) {
				// The connection is lost: the next one sends the message again.
				return;
			}
		}

		shift.underWay.delete(conversation);
		this.#pumpAll(shift);
	}

	/** Returns false when the connection gave no answer, and so will not give any other one. */
	async #send(shift: Shift, row: OutboxRow): Promise<boolean> {
		const {id} = row;
		try {
			this.#noteStored(id, await shift.request('send-message', requestOf(row)));
		} catch (error) {
			const waitMs = pauseMs(error);
			if (waitMs !== undefined) {
				await this.#rest(shift, waitMs);
			} else if (error instanceof ProtocolError) {
				this.#uploaded.delete(id);
				this.refuse(id, error);
			} else {
				shift.onFailure(error);
				return false;
			}
		}

		return true;
	}

	/** Never resolves when the connection ends meanwhile: nothing waits for it then. */
	#rest(shift: Shift, waitMs: number): Promise<void> {
		return new Promise(resolve => {
			shift.timers.add(setTimeout(resolve, waitMs));
		});
	}

	#noteStored(id: string, stored: Stored): void {
		this.#sent.set(id, stored);
		this.#uploaded.delete(id);
		const [oldest] = this.#sent.keys();
		if (this.#sent.size > sentMax && oldest !== undefined) {
			this.#sent.delete(oldest);
		}

		this.#inbound.acknowledge({id, ...stored, onNoted: () => this.#waiters.resolve(id, stored)});
	}
}
