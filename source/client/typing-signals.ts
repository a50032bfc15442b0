/** Who types: tells the server so, rarely enough, and forgets others who have fallen silent. */
import type {EventBody} from '../protocol/events.ts';
import {limits} from '../protocol/limits.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

/** Renewed well before it lapses at the others. */
const renewMs = limits.typingMs / 2;

type Hold = {readonly conversation: number; readonly account: number; readonly until: number};

export class TypingSignals {
	#replica: Replica;
	#request: () => Requester | undefined;
	/** Conversation → when the server was last told that this account types there. */
	#toldAt = new Map<number, number>();
	/** Others' signals, the first to lapse first: all hold equally long. */
	#holds: Hold[] = [];
	/** Runs only while somebody types. */
	#timer: NodeJS.Timeout | undefined;

	/** `request` gives the present connection's, if there is one. */
	constructor(replica: Replica, request: () => Requester | undefined) {
		this.#replica = replica;
		this.#request = request;
	}

	/** Call on every change of the composer. */
	setOwn(conversation: number, typing: boolean): void {
		const toldAt = this.#toldAt.get(conversation);
		const isFresh = toldAt !== undefined && performance.now() - toldAt < renewMs;
		if (typing && !isFresh) {
			this.#toldAt.set(conversation, performance.now());
			this.#tell(conversation, true);
		} else if (!typing && toldAt !== undefined) {
			this.#toldAt.delete(conversation);
			this.#tell(conversation, false);
		}
	}

	/** A message says the same as "types no more". */
	noteSent(conversation: number): void {
		this.#toldAt.delete(conversation);
	}

	applyTypingChanged({conversation, account, typing}: EventBody<'typing-changed'>): void {
		this.#dropHold(conversation, account.id);
		this.#replica.show(draft => {
			const others = draft.typing(conversation).filter(({id}) => id !== account.id);
			draft.setTyping(conversation, typing ? [...others, account] : others);
		});
		if (typing) {
			const until = performance.now() + limits.typingMs;
			this.#holds.push({conversation, account: account.id, until});
			this.#watch();
		}
	}

	/** Without a connection nobody is known to type. */
	clear(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#toldAt.clear();
		this.#holds = [];
		const {typing} = this.#replica.store.getState();
		if (typing.size > 0) {
			this.#replica.show(draft => {
				for (const conversation of typing.keys()) {
					draft.setTyping(conversation, []);
				}
			});
		}
	}

	#tell(conversation: number, typing: boolean): void {
		// A signal may get lost, with the connection or by a refusal: nobody waits for it.
		this.#request()?.('set-typing', {conversation, typing}).catch(() => undefined);
	}

	#dropHold(conversation: number, account: number): void {
		this.#holds = this.#holds.filter(
			hold => hold.conversation !== conversation || hold.account !== account,
		);
	}

	#watch(): void {
		const [first] = this.#holds;
		if (this.#timer === undefined && first !== undefined) {
			// Time has gone on since it was looked at.
			const waitMs = Math.max(0, first.until - performance.now());
			this.#timer = setTimeout(() => this.#lapse(), waitMs);
		}
	}

	#lapse(): void {
		this.#timer = undefined;
		const now = performance.now();
		const lapsed = this.#holds.filter(({until}) => until <= now);
		this.#holds = this.#holds.filter(({until}) => until > now);
		this.#replica.show(draft => {
			for (const {conversation, account} of lapsed) {
				const typing = draft.typing(conversation);
				if (typing.some(({id}) => id === account)) {
					draft.setTyping(
						conversation,
						typing.filter(({id}) => id !== account),
					);
				}
			}
		});
		this.#watch();
	}
}
