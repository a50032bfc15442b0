/**
 * The next state while one batch of changes is applied to it.
 *
 * Maps are copied when first written to, so that a batch costs one copy however many entries it
 * holds, and what did not change keeps its identity. Also notes what the batch left to do.
 */
import {sameFields} from './same-fields.ts';
import type {ClientState, ConversationState, Person, Profile} from './state.ts';

/** What is counted already, and up to which `seq`. */
export type UnreadBase = {
	readonly after: number;
	readonly unread: number;
	readonly mentions: number;
	/** Whether to ask the server when the local copy does not reach back to `after`. */
	readonly mayAsk: boolean;
};

/** Conversation id → account id → up to which `seq` this peer of a direct conversation has read. */
export type Readers = Map<number, Map<number, number>>;

export type StateDraft = ReturnType<typeof createStateDraft>;

export const createStateDraft = (base: ClientState, readers: Readers) => {
	let state: ClientState = base;
	let conversations: Map<number, ConversationState> | undefined;
	let people: Map<number, Person> | undefined;

	const putConversation = (next: ConversationState): void => {
		const before = draft.conversation(next.id);
		if (before !== undefined && sameFields(before, next)) {
			return;
		}

		conversations ??= new Map(base.conversations);
		conversations.set(next.id, next);
		draft.changedConversations.add(next.id);
	};

	const draft = {
		/** The account whose client this is. */
		account: base.account.id,
		readers,
		/** Conversations whose row differs from what the database holds. */
		changedConversations: new Set<number>(),
		/** People whose row differs from what the database holds. */
		changedPeople: new Set<number>(),
		/** Conversations whose timeline looks different now. */
		changedTimelines: new Set<number>(),
		/** Conversations whose unread messages have to be counted: these, and those stored after `after`. */
		recount: new Map<number, UnreadBase>(),
		/** Changes of what is remembered beside the state; run once the batch is on disk. */
		afterCommit: [] as (() => void)[],
		/** Conversations whose present state has to be asked of the server. */
		refresh: new Set<number>(),

		conversation: (id: number): ConversationState | undefined =>
			(conversations ?? base.conversations).get(id),
		conversations: (): ReadonlyMap<number, ConversationState> =>
			conversations ?? base.conversations,
		putConversation,
		/** Does nothing for an unknown conversation. */
		patchConversation(id: number, patch: Partial<ConversationState>): void {
			const before = draft.conversation(id);
			if (before !== undefined) {
				putConversation({...before, ...patch});
			}
		},

		person: (id: number): Person | undefined => (people ?? base.people).get(id),
		people: (): ReadonlyMap<number, Person> => people ?? base.people,
		/** Keeps what is known of the person where `next` says nothing. */
		putPerson(next: Person): void {
			const before = draft.person(next.id);
			const merged = {...before, ...next};
			if (before !== undefined && sameFields(before, merged)) {
				return;
			}

			people ??= new Map(base.people);
			people.set(next.id, merged);
			if (before?.name !== merged.name || before.seenAt !== merged.seenAt) {
				draft.changedPeople.add(next.id);
			}
		},
		/** Nobody's presence is known without a connection. */
		forgetPresence(): void {
			people = new Map(
				[...draft.people()].map(([id, {presence: _unknown, ...person}]) => [id, person]),
			);
		},

		typing: (id: number): readonly Profile[] => state.typing.get(id) ?? [],
		setTyping(id: number, profiles: readonly Profile[]): void {
			const typing = new Map(state.typing);
			if (profiles.length === 0) {
				typing.delete(id);
			} else {
				typing.set(id, profiles);
			}

			state = {...state, typing};
		},

		/** Changes the fields that are no maps. */
		patch(patch: Partial<Omit<ClientState, 'conversations' | 'people' | 'typing'>>): void {
			const next = {...state, ...patch};
			state = sameFields(state, next) ? state : next;
		},

		/** The state with all changes; the base itself when there were none. */
		finish: (): ClientState =>
			conversations === undefined && people === undefined
				? state
				: {
						...state,
						conversations: conversations ?? base.conversations,
						people: people ?? base.people,
					},
	};
	return draft;
};
