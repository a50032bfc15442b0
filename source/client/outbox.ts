/**
 * Sends what stands in the outbox: on disk before it is shown, under one id for ever, until the server
 * has said yes or no.
 *
 * One message of a conversation is under way at a time, so that a temporary refusal can never let a
 * later one pass; many conversations are at once.
 */
import {v7 as makeMessageId} from 'uuid';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {ClientError} from './client-error.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import type {Inbound} from './inbound.ts';
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
	/** Called when the local database refuses. */
	readonly onFailure: (error: unknown) => void;
	/** Conversations that wait for a reply, or for the end of a pause. */
	readonly underWay: Set<number>;
	readonly timers: Set<NodeJS.Timeout>;
};

/** How long to wait before sending the same again; `undefined` when a person has to decide. */
const pauseMs = (error: unknown): number | undefined => {
	const temporary = ['rate-limited', 'busy', 'shutting-down', 'storage-full', 'not-logged-in'];
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

export type Outbox = ReturnType<typeof createOutbox>;

export const createOutbox = (replica: Replica, inbound: Inbound) => {
	const items = replica.outbox;
	const waiters = new Map<string, Set<Waiter>>();
	const sent = new Map<string, Stored>();
	let shift: Shift | undefined;

	const settle = (id: string, tell: (waiter: Waiter) => void): void => {
		for (const waiter of waiters.get(id) ?? []) {
			tell(waiter);
		}

		waiters.delete(id);
	};

	const noteStored = (id: string, stored: Stored): void => {
		sent.set(id, stored);
		const [oldest] = sent.keys();
		if (sent.size > sentMax && oldest !== undefined) {
			sent.delete(oldest);
		}

		inbound.acknowledge(id, stored);
		settle(id, ({resolve}) => resolve(stored));
	};

	const noteRefused = (id: string, error: ProtocolError): void => {
		replica.change(draft => items.setError(draft, id, error.message));
		settle(id, ({reject}) => reject(error));
	};

	const nextOf = (conversation: number): OutboxRow | undefined =>
		items
			.of(conversation)
			.find(({id, seq, error}) => seq === undefined && error === undefined && !sent.has(id));

	const send = async (own: Shift, {id, conversation, text, replyTo}: OutboxRow): Promise<void> => {
		try {
			const body = {conversation, id, text, ...(replyTo === undefined ? {} : {replyTo})};
			noteStored(id, await own.request('send-message', body));
		} catch (error) {
			const waitMs = pauseMs(error);
			if (waitMs !== undefined && own === shift) {
				await new Promise<void>(resolve => {
					own.timers.add(setTimeout(resolve, waitMs));
				});
			} else if (waitMs === undefined && error instanceof ProtocolError) {
				noteRefused(id, error);
			}
			// Else the connection has ended: it is sent again over the next one.
		}
	};

	/** Sends the conversation's messages one after the other, until there is none or the connection ends. */
	const pump = async (own: Shift, conversation: number): Promise<void> => {
		own.underWay.add(conversation);
		for (;;) {
			const row = own === shift ? nextOf(conversation) : undefined;
			if (row === undefined) {
				break;
			}

			await send(own, row);
		}

		own.underWay.delete(conversation);
		pumpAll(own);
	};

	const pumpAll = (own: Shift | undefined): void => {
		if (own === undefined || own !== shift) {
			return;
		}

		for (const conversation of items.conversations()) {
			if (own.underWay.size >= underWayMax) {
				return;
			}

			if (!own.underWay.has(conversation) && nextOf(conversation) !== undefined) {
				pump(own, conversation).catch(own.onFailure);
			}
		}
	};

	const isUnderWay = ({id, conversation}: OutboxRow): boolean =>
		shift?.underWay.has(conversation) === true && nextOf(conversation)?.id === id;

	// The entry may come before the reply, and the connection end between them.
	inbound.onEntry(({id, seq, at}) => {
		if (id !== undefined) {
			settle(id, ({resolve}) => resolve({seq, at}));
		}
	});

	return {
		/** Over a new connection, from the moment when the conversations are known. */
		start(request: Requester, onFailure: (error: unknown) => void): void {
			replica.change(draft => items.load(draft));
			shift = {request, onFailure, underWay: new Set(), timers: new Set()};
			pumpAll(shift);
		},
		/** The connection has ended. */
		pause(): void {
			for (const timer of shift?.timers ?? []) {
				clearTimeout(timer);
			}

			shift = undefined;
		},
		/** Returns the message's id. @throws {ProtocolError} when it could never be sent */
		add(conversation: number, text: string, replyTo: number | undefined): string {
			checkText(text);
			const known = replica.store.getState().conversations.get(conversation);
			if (known === undefined || known.isLeft) {
				throw new ProtocolError('not-a-member', 'You are no member of this conversation.');
			}

			const row: OutboxRow = {
				id: makeMessageId(),
				conversation,
				// Half a surrogate pair has no UTF-8 form.
				text: text.toWellFormed(),
				replyTo,
				at: Date.now(),
				seq: undefined,
				error: undefined,
			};
			replica.change(draft => items.add(draft, row));
			pumpAll(shift);
			return row.id;
		},
		/** Sends a refused message again, as the newest. */
		retry(id: string): void {
			const row = items.get(id);
			if (row?.error !== undefined) {
				replica.change(draft => {
					items.remove(draft, id);
					items.add(draft, {...row, at: Date.now(), error: undefined});
				});
				pumpAll(shift);
			}
		},
		/** Returns the text; `undefined` when it has gone out already. */
		discard(id: string): string | undefined {
			const row = items.get(id);
			if (row === undefined || row.seq !== undefined || sent.has(id) || isUnderWay(row)) {
				return undefined;
			}

			replica.change(draft => items.remove(draft, id));
			settle(id, ({reject}) =>
				reject(new ClientError('stopped', 'The message was taken back before it was sent.')),
			);
			return row.text;
		},
		/** Resolves when the server has it on disk; rejects with why it was refused. */
		whenSent(id: string): Promise<Stored> {
			const row = items.get(id);
			const stored =
				sent.get(id) ?? (row?.seq === undefined ? undefined : {seq: row.seq, at: row.at});
			if (stored !== undefined) {
				return Promise.resolve(stored);
			}

			if (row === undefined || row.error !== undefined) {
				const message = row?.error ?? 'There is no such message in the outbox.';
				return Promise.reject(new ProtocolError('not-found', message));
			}

			return new Promise((resolve, reject) => {
				const waiter = {resolve, reject};
				waiters.set(id, (waiters.get(id) ?? new Set()).add(waiter));
			});
		},
		/** Nobody will hear of what is not settled yet; it stays queued. */
		abandon(error: Error): void {
			for (const id of [...waiters.keys()]) {
				settle(id, ({reject}) => reject(error));
			}
		},
	};
};
