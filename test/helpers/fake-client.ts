/** A client without server and database, whose state a test sets: what the screen shows depends on it alone. */
import type {Client, Timeline} from '../../source/client/client-api.ts';
import type {
	ClientState,
	ConversationState,
	TimelineItem,
	TimelineState,
} from '../../source/client/state.ts';
import type {Member} from '../../source/protocol/entities.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {messageBody} from './timeline-items.ts';

export type Call = {readonly name: string; readonly args: readonly unknown[]};

export type FakeClient = Client & {
	/** What the screen has asked of the client, in order. */
	readonly calls: readonly Call[];
	/** Changes the state and tells the listeners, as the engine does. */
	change(changes: Partial<ClientState>): void;
	changeConversation(id: number, changes: Partial<ConversationState>): void;
	/** Replaces the timeline of a conversation, open or not. */
	setTimeline(conversation: number, changes: Partial<TimelineState>): void;
	/** Adds items at the end of a conversation's timeline. */
	append(conversation: number, ...items: readonly TimelineItem[]): void;
	/** Tells the listeners of `onEntry`. */
	receive(entry: Entry, info?: {isCatchUp: boolean}): void;
	/** Answers the next request of that name; without it, requests fail. */
	answer(name: string, reply: (...args: never[]) => unknown): void;
};

export const alice = {id: 1, name: 'alice'};

export const conversation = (
	changes: Partial<ConversationState> & {id: number},
): ConversationState => ({
	kind: 'group',
	name: `group${changes.id}`,
	settings: undefined,
	picture: undefined,
	role: 'member',
	muted: undefined,
	notifications: {level: 'all'},
	pins: [],
	memberCount: 3,
	peers: [],
	head: 0,
	readSeq: 0,
	unread: 0,
	mentions: 0,
	unreadFrom: [],
	peerReadSeq: 0,
	peerDeliveredSeq: 0,
	lastAt: 0,
	isLeft: false,
	trimmedSeq: 0,
	retentionMs: 0,
	draft: '',
	...changes,
});

const byId = <Value extends {readonly id: number}>(values: readonly Value[]): Map<number, Value> =>
	new Map(values.map(value => [value.id, value]));

const emptyTimeline = (id: number): TimelineState => ({
	conversation: id,
	items: [],
	hasOlder: false,
	hasNewer: false,
	isLoading: false,
	error: undefined,
});

/** Listeners that are called once a tick, as the engine's are. */
const createListeners = () => {
	const listeners = new Set<() => void>();
	let isScheduled = false;
	return {
		tell() {
			if (!isScheduled) {
				isScheduled = true;
				queueMicrotask(() => {
					isScheduled = false;
					for (const listener of listeners) {
						listener();
					}
				});
			}
		},
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};

type FakeState = {
	state: ClientState;
	readonly timelines: Map<number, TimelineState>;
	readonly calls: Call[];
	readonly answers: Map<string, (...args: never[]) => unknown>;
	readonly listeners: ReturnType<typeof createListeners>;
};

const createTimeline = (fake: FakeState, id: number): Timeline => {
	const record = (name: string, ...args: readonly unknown[]) => {
		fake.calls.push({name, args: [id, ...args]});
	};
	return {
		getState: () => {
			const known = fake.timelines.get(id) ?? emptyTimeline(id);
			fake.timelines.set(id, known);
			return known;
		},
		subscribe: fake.listeners.subscribe,
		loadOlder: () => record('loadOlder'),
		loadNewer: () => record('loadNewer'),
		jumpToEnd: () => record('jumpToEnd'),
		jumpTo(seq) {
			record('jumpTo', seq);
			// As the engine does when it has to ask the server.
			fake.timelines.set(id, {...(fake.timelines.get(id) ?? emptyTimeline(id)), isLoading: true});
			fake.listeners.tell();
		},
		close: () => record('closeTimeline'),
	};
};

/** Queues the message: it stands in the timeline at once, as the outbox has it. */
const queueMessage = (fake: FakeState, conversationId: number, text: string): string => {
	const id = `00000000-0000-7000-8000-${String(fake.calls.length).padStart(12, '0')}`;
	const known = fake.timelines.get(conversationId) ?? emptyTimeline(conversationId);
	const item: TimelineItem = {
		key: id,
		conversation: conversationId,
		seq: undefined,
		id,
		sender: fake.state.account,
		isOwn: true,
		at: Date.now(),
		delivery: 'queued',
		error: undefined,
		body: messageBody(text),
	};
	fake.timelines.set(conversationId, {...known, items: [...known.items, item]});
	fake.state = {...fake.state, queued: fake.state.queued + 1};
	fake.listeners.tell();
	return id;
};

const createRequests = (fake: FakeState) => {
	const ask = async (name: string, ...args: readonly unknown[]): Promise<never> => {
		fake.calls.push({name, args});
		const answer = fake.answers.get(name);
		if (answer === undefined) {
			throw new Error(`The fake client has no answer to ${name}.`);
		}

		return (await answer(...(args as never[]))) as never;
	};
	return {
		whenSynced: async () => undefined,
		whenSent: (...args: unknown[]) => ask('whenSent', ...args),
		resolveTarget: (...args: unknown[]) => ask('resolveTarget', ...args),
		createGroup: (...args: unknown[]) => ask('createGroup', ...args),
		joinGroup: (...args: unknown[]) => ask('joinGroup', ...args),
		leaveGroup: (...args: unknown[]) => ask('leaveGroup', ...args),
		inviteMember: (...args: unknown[]) => ask('inviteMember', ...args),
		removeMember: (...args: unknown[]) => ask('removeMember', ...args),
		listMembers: (...args: unknown[]) => ask('listMembers', ...args),
		editMessage: (...args: unknown[]) => ask('editMessage', ...args),
		recallMessage: (...args: unknown[]) => ask('recallMessage', ...args),
		hideMessage: (...args: unknown[]) => ask('hideMessage', ...args),
		reactToMessage: (...args: unknown[]) => ask('reactToMessage', ...args),
		pinMessage: (...args: unknown[]) => ask('pinMessage', ...args),
		findMessage: (...args: unknown[]) => ask('findMessage', ...args),
		openDirect: (...args: unknown[]) => ask('openDirect', ...args),
		listPeople: (...args: unknown[]) => ask('listPeople', ...args),
		listDevices: (...args: unknown[]) => ask('listDevices', ...args),
		revokeDevice: (...args: unknown[]) => ask('revokeDevice', ...args),
		logOut: (...args: unknown[]) => ask('logOut', ...args),
		readEntries: (...args: unknown[]) => ask('readEntries', ...args),
		fetchOlder: (...args: unknown[]) => ask('fetchOlder', ...args),
		request: (...args: unknown[]) => ask('request', ...args),
		fetchFile: (...args: unknown[]) => ask('fetchFile', ...args),
		listFiles: (...args: unknown[]) => ask('listFiles', ...args),
		readPixels: (...args: unknown[]) => ask('readPixels', ...args),
	};
};

const createCommands = (fake: FakeState, change: (changes: Partial<ClientState>) => void) => {
	const record =
		(name: string) =>
		(...args: readonly unknown[]): undefined => {
			fake.calls.push({name, args});
		};
	return {
		start: record('start'),
		reconnect: record('reconnect'),
		stop: async () => record('stop')(),
		trustCertificate: record('trustCertificate'),
		retryMessage: record('retryMessage'),
		discardMessage: record('discardMessage'),
		readMessage: record('readMessage'),
		listVersions: (): never[] => [],
		searchMessages: (): never[] => [],
		markRead: record('markRead'),
		setTyping: record('setTyping'),
		sendMessage(id: number, text: string, options?: {replyTo?: number}) {
			fake.calls.push({name: 'sendMessage', args: [id, text, options]});
			return queueMessage(fake, id, text);
		},
		sendFile(id: number, path: string, text = '', options?: {replyTo?: number}) {
			fake.calls.push({name: 'sendFile', args: [id, path, text, options]});
			return queueMessage(fake, id, text);
		},
		cancelTransfer: record('cancelTransfer'),
		checkFiles: () => undefined,
		saveDraft(id: number, draft: string) {
			const known = fake.state.conversations.get(id);
			if (known !== undefined) {
				const conversations = new Map(fake.state.conversations).set(id, {...known, draft});
				change({conversations});
			}
		},
	};
};

export const createFakeClient = (options: {
	conversations?: readonly ConversationState[];
	people?: ClientState['people'] extends ReadonlyMap<number, infer Person>
		? readonly Person[]
		: never;
	members?: readonly Member[];
	state?: Partial<ClientState>;
}): FakeClient => {
	const fake: FakeState = {
		state: {
			account: alice,
			presence: 'online',
			preferences: {hasReceipts: true, mentionsBreakQuiet: true, keywords: []},
			talkBan: undefined,
			friends: new Map(),
			blocked: new Set(),
			shutdown: undefined,
			server: 'localhost:7800',
			serverName: 'home',
			connection: {status: 'online', isSyncing: false},
			conversations: byId(options.conversations ?? []),
			people: byId(options.people ?? []),
			broughtInto: new Map(),
			typing: new Map(),
			transfers: new Map(),
			queued: 0,
			failed: 0,
			failedIn: new Set(),
			...options.state,
		},
		timelines: new Map(),
		calls: [],
		answers: new Map([['listMembers', () => options.members ?? []]]),
		listeners: createListeners(),
	};
	const change = (changes: Partial<ClientState>) => {
		fake.state = {...fake.state, ...changes};
		fake.listeners.tell();
	};
	const entryListeners = new Set<Parameters<Client['onEntry']>[0]>();
	const setTimeline = (id: number, changes: Partial<TimelineState>) => {
		const known = fake.timelines.get(id) ?? emptyTimeline(id);
		fake.timelines.set(id, {...known, ...changes});
		fake.listeners.tell();
	};

	return {
		...createRequests(fake),
		...createCommands(fake, change),
		calls: fake.calls,
		getState: () => fake.state,
		subscribe: fake.listeners.subscribe,
		onEntry(listener) {
			entryListeners.add(listener);
			return () => {
				entryListeners.delete(listener);
			};
		},
		receive(entry, info = {isCatchUp: false}) {
			for (const listener of entryListeners) {
				listener(entry, info);
			}
		},
		openTimeline: id => createTimeline(fake, id),
		isWhole: () => true,
		readStored: () => [],
		findTarget: target =>
			[...fake.state.conversations.values()].find(({name}) => name === target.slice(1))?.id,
		change,
		changeConversation(id, changes) {
			const known = fake.state.conversations.get(id) ?? conversation({id});
			const conversations = new Map(fake.state.conversations).set(id, {...known, ...changes});
			change({conversations});
		},
		setTimeline,
		append(id, ...items) {
			setTimeline(id, {items: [...(fake.timelines.get(id)?.items ?? []), ...items]});
		},
		answer(name, reply) {
			fake.answers.set(name, reply);
		},
	};
};
