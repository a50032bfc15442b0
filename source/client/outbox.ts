/**
 * Sends what stands in the outbox: on disk before it is shown, under one id for ever, until the server
 * has said yes or no.
 *
 * One message of a conversation is under way at a time, so that a temporary refusal can never let a
 * later one pass; many conversations are at once.
 */
import {v7 as makeMessageId} from 'uuid';
import type {CommandRequest} from '../protocol/commands.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import type {SendOptions} from './client-api.ts';
import {ClientError} from './client-error.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import type {Inbound} from './inbound.ts';
import type {OutboxItems} from './outbox-items.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

const underWayMax = 64;
/** What was sent is remembered for `whenSent` this long, in messages. */
const sentMax = 1_000;
const defaultPauseMs = 1_000;

export type Stored = {readonly seq: number; readonly at: number};

type Waiter = {resolve(stored: Stored): void; reject(error: unknown): void};

/** One connection's part: forgotten as a whole when the connection ends. */
type Shift = {
	readonly request: Requester;
	readonly onFailure: (error: unknown) => void;
	/** Conversations that wait for a reply, or for the end of a pause. */
	readonly underWay: Set<number>;
	readonly timers: Set<NodeJS.Timeout>;
};

/** How long to wait before sending the same again; `undefined` when a person has to decide. */
const pauseMs = (error: unknown): number | undefined => {
	const temporary = ['rate-limited', 'busy', 'storage-full', 'not-logged-in'];
	return error instanceof ProtocolError && temporary.includes(error.code)
		? (error.retryAfterMs ?? defaultPauseMs)
		: undefined;
};

/** @throws {ProtocolError} when the text could never be sent */
const checkText = (text: string): void => {
	if (text.trim() === '') {
		throw new ProtocolError('bad-payload', 'There is nothing to send.');
	}

	if (text.length > limits.textLengthMax) {
		throw new ProtocolError(
			'limit-exceeded',
			`A message has at most ${limits.textLengthMax} characters; this one has ${text.length}.`,
		);
	}
};

const requestOf = ({
	conversation,
	id,
	text,
	replyTo,
	isAction,
	forwards,
}: OutboxRow): CommandRequest<'send-message'> => ({
	conversation,
	id,
	text,
	...(replyTo === undefined ? {} : {replyTo}),
	...(isAction === true ? {isAction} : {}),
	...(forwards === undefined ? {} : {forwards}),
});

export class Outbox {
	#replica: Replica;
	#inbound: Inbound;
	#waiters = new Map<string, Set<Waiter>>();
	/** Acknowledged lately, the oldest first; some of it not yet written down. */
	#sent = new Map<string, Stored>();
	#shift: Shift | undefined;

	constructor(replica: Replica, inbound: Inbound) {
		this.#replica = replica;
		this.#inbound = inbound;
		// The entry may come before the reply, and the connection end between them.
		inbound.onEntry(({id, seq, at}) => {
			if (id !== undefined) {
				this.#settle(id, ({resolve}) => resolve({seq, at}));
			}
		});
	}

	/** Begins to send over a new connection; `onFailure` is told when the local database refuses. */
	start(request: Requester, onFailure: (error: unknown) => void): void {
		this.#replica.change(draft => this.#items.reload(draft));
		this.#shift = {request, onFailure, underWay: new Set(), timers: new Set()};
		this.#pumpAll(this.#shift);
	}

	/** The connection has ended. */
	pause(): void {
		for (const timer of this.#shift?.timers ?? []) {
			clearTimeout(timer);
		}

		this.#shift = undefined;
	}

	/** Returns the message's id. @throws {ProtocolError} when it could never be sent */
	add(conversation: number, text: string, options: SendOptions = {}): string {
		checkText(text);
		const known = this.#replica.store.getState().conversations.get(conversation);
		if (known === undefined || known.isLeft) {
			throw new ProtocolError('not-a-member', 'You are no member of this conversation.');
		}

		const row: OutboxRow = {
			id: makeMessageId(),
			conversation,
			// Half a surrogate pair has no UTF-8 form.
			text: text.toWellFormed(),
			replyTo: options.replyTo,
			...(options.isAction === true ? {isAction: true} : {}),
			...(options.forwards === undefined ? {} : {forwards: options.forwards}),
			at: Date.now(),
			seq: undefined,
			error: undefined,
		};
		this.#replica.change(draft => this.#items.add(draft, row));
		this.#pumpAll(this.#shift);
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
			this.#items.add(draft, {...row, at: Date.now(), error: undefined});
		});
		this.#pumpAll(this.#shift);
	}

	/** Returns the text; `undefined` when it has gone out already. */
	discard(id: string): string | undefined {
		const row = this.#items.get(id);
		if (row === undefined || row.seq !== undefined || this.#sent.has(id) || this.#isUnderWay(row)) {
			return undefined;
		}

		this.#replica.change(draft => this.#items.remove(draft, id));
		this.#settle(id, ({reject}) =>
			reject(new ClientError('stopped', 'The message was taken back before it was sent.')),
		);
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

		return new Promise((resolve, reject) => {
			const waiter = {resolve, reject};
			this.#waiters.set(id, (this.#waiters.get(id) ?? new Set()).add(waiter));
		});
	}

	/** Nobody will hear of what is not settled yet; it stays queued. */
	abandon(error: Error): void {
		for (const id of [...this.#waiters.keys()]) {
			this.#settle(id, ({reject}) => reject(error));
		}
	}

	get #items(): OutboxItems {
		return this.#replica.outbox;
	}

	#settle(id: string, tell: (waiter: Waiter) => void): void {
		for (const waiter of this.#waiters.get(id) ?? []) {
			tell(waiter);
		}

		this.#waiters.delete(id);
	}

	#nextOf(conversation: number): OutboxRow | undefined {
		return this.#items
			.of(conversation)
			.find(({id, seq, error}) => seq === undefined && error === undefined && !this.#sent.has(id));
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
				// The connection is lost: its part ends here, and the next one sends the message again.
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
				this.#noteRefused(id, error);
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
		const [oldest] = this.#sent.keys();
		if (this.#sent.size > sentMax && oldest !== undefined) {
			this.#sent.delete(oldest);
		}

		const onNoted = (): void => this.#settle(id, ({resolve}) => resolve(stored));
		this.#inbound.acknowledge({id, ...stored, onNoted});
	}

	#noteRefused(id: string, error: ProtocolError): void {
		this.#replica.change(draft => this.#items.setError(draft, id, error.message));
		this.#settle(id, ({reject}) => reject(error));
	}
}
