/**
 * The next state while one batch of changes is applied to it.
 *
 * Maps are copied when first written to, so that a batch costs one copy however many entries it
 * holds, and what did not change keeps its identity. Also notes what the batch leaves to do.
 */
import {sameFields} from './same-fields.ts';
import type {ClientState, ConversationState, Person, Profile} from './state.ts';

/** Conversation id → account id → how far this peer of a direct conversation has come. */
export type Readers = Map<number, Map<number, Reader>>;

/** Up to which `seq` a peer has read, and received. */
export type Reader = {readonly seq: number; readonly delivered: number};

/** What is counted already, and up to which `seq`. */
export type UnreadBase = {
	readonly after: number;
	readonly unread: number;
	readonly mentions: number;
	/** Whether to ask the server when the local copy does not reach back to `after`. */
	readonly mayAsk: boolean;
};

const isSamePerson = (one: Person, other: Person): boolean =>
	sameFields(one, other) && sameFields(other, one);

const withoutPresence = ({presence: _unkept, ...person}: Person): Person => person;

type PlainFields = Partial<Omit<ClientState, 'conversations' | 'people' | 'typing'>>;

export class StateDraft {
	/** The account whose client this is. */
	readonly account: number;
	readonly readers: Readers;
	/** Conversations whose row differs from what the database holds. */
	readonly changedConversations = new Set<number>();
	/** People whose row differs from what the database holds. */
	readonly changedPeople = new Set<number>();
	/** Conversations whose timeline looks different now. */
	readonly changedTimelines = new Set<number>();
	/** Conversation id → `seq` of the messages that something was done to. */
	readonly changedMessages = new Map<number, Set<number>>();
	/** Messages that this account has hidden from itself. */
	readonly hidden: {readonly log: number; readonly seq: number}[] = [];
	/** Conversations whose unread messages have to be counted: these, and those stored after `after`. */
	readonly recount = new Map<number, UnreadBase>();
	/** Conversations whose present state has to be asked of the server. */
	readonly refresh = new Set<number>();
	/** Changes of what is remembered beside the state; run once the batch is on disk. */
	readonly afterCommit: (() => void)[] = [];

	#base: ClientState;
	#state: ClientState;
	#conversations: Map<number, ConversationState> | undefined;
	#people: Map<number, Person> | undefined;

	constructor(base: ClientState, readers: Readers) {
		this.account = base.account.id;
		this.readers = readers;
		this.#base = base;
		this.#state = base;
	}

	get conversations(): ReadonlyMap<number, ConversationState> {
		return this.#conversations ?? this.#base.conversations;
	}

	get people(): ReadonlyMap<number, Person> {
		return this.#people ?? this.#base.people;
	}

	putConversation(next: ConversationState): void {
		const before = this.conversations.get(next.id);
		if (before !== undefined && sameFields(before, next)) {
			return;
		}

		this.#conversations ??= new Map(this.#base.conversations);
		this.#conversations.set(next.id, next);
		this.changedConversations.add(next.id);
	}

	/** Does nothing for an unknown conversation. */
	patchConversation(id: number, patch: Partial<ConversationState>): void {
		const before = this.conversations.get(id);
		if (before !== undefined) {
			this.putConversation({...before, ...patch});
		}
	}

	/** The state without its maps of conversations and people. */
	get plain(): Omit<ClientState, 'conversations' | 'people'> {
		return this.#state;
	}

	/** Whether what all devices of the account share has changed. */
	get isSharedChanged(): boolean {
		const {account, presence, preferences, talkBan, friends, blocked} = this.#state;
		return !sameFields<Partial<ClientState>>(this.#base, {
			account,
			presence,
			preferences,
			talkBan,
			friends,
			blocked,
		});
	}

	/** Something was done to a message. */
	noteMessage(log: number, seq: number): void {
		this.changedTimelines.add(log);
		this.changedMessages.set(log, (this.changedMessages.get(log) ?? new Set()).add(seq));
	}

	hide(log: number, seq: number): void {
		this.hidden.push({log, seq});
		this.noteMessage(log, seq);
		this.countAnew(log);
	}

	/** Takes what `next` tells, and forgets the rest. */
	replacePerson(next: Person): void {
		this.#people ??= new Map(this.#base.people);
		this.#people.set(next.id, next);
		this.changedPeople.add(next.id);
	}

	/** Takes all that `next` tells, but keeps what is known of the presence where it says nothing. */
	putPerson(next: Person): void {
		const before = this.people.get(next.id);
		const merged = {
			...(before?.presence === undefined ? {} : {presence: before.presence}),
			...(before?.seenAt === undefined ? {} : {seenAt: before.seenAt}),
			...next,
		};
		if (before !== undefined && isSamePerson(before, merged)) {
			return;
		}

		this.#people ??= new Map(this.#base.people);
		this.#people.set(next.id, merged);
		if (before === undefined || !isSamePerson(withoutPresence(before), withoutPresence(merged))) {
			this.changedPeople.add(next.id);
		}
	}

	/** Nobody's presence is known without a connection. */
	forgetPresence(): void {
		this.#people = new Map([...this.people].map(([id, person]) => [id, withoutPresence(person)]));
	}

	/** Has the unread messages counted that stand after the read marker. */
	countAnew(id: number): void {
		const {readSeq: after = 0, isLeft = true} = this.conversations.get(id) ?? {};
		if (!isLeft) {
			this.recount.set(id, {after, unread: 0, mentions: 0, mayAsk: true});
		}
	}

	/** Who types in the conversation now. */
	typing(conversation: number): readonly Profile[] {
		return this.#state.typing.get(conversation) ?? [];
	}

	setTyping(conversation: number, profiles: readonly Profile[]): void {
		const typing = new Map(this.#state.typing);
		if (profiles.length === 0) {
			typing.delete(conversation);
		} else {
			typing.set(conversation, profiles);
		}

		this.#state = {...this.#state, typing};
	}

	/** Changes the fields that are no maps. */
	patch(patch: PlainFields): void {
		const next = {...this.#state, ...patch};
		if (!sameFields(this.#state, next)) {
			this.#state = next;
		}
	}

	/** The state with all changes; the base itself when there were none. */
	finish(): ClientState {
		const {conversations, people} = this;
		const next = {...this.#state, conversations, people};
		return sameFields(this.#base, next) ? this.#base : next;
	}
}
