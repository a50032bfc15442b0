/** Does one action of a plan with a real client, choosing among what that client knows at the moment. */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Client, MessagePlace} from '../../source/client/client-api.ts';
import type {ConversationState, TimelineItem} from '../../source/client/state.ts';
import type {Change} from './order.ts';
import type {Action, ActionKind} from './plan.ts';

const emoji = ['👍', '🎉', '😀'] as const;
const people = ['alice', 'bob', 'carol', 'dave'] as const;
const groups = ['crew', 'club', 'attic'] as const;

export type Stage = {
	readonly client: Client;
	/** Where files are made and put. */
	readonly files: string;
	onQueued(id: string): void;
	onChanged(change: Change): void;
};

const choose = <Item>(items: readonly Item[], pick: number): Item | undefined =>
	items[Math.floor(pick * items.length)];

/** A conversation to act in: where most is going on more often than elsewhere. */
const conversationOf = ({client}: Stage, {where}: Action): ConversationState | undefined => {
	const present = [...client.getState().conversations.values()].filter(({isLeft}) => !isLeft);
	const crew = present.find(({name}) => name === 'crew');
	return where < 0.5 && crew !== undefined ? crew : choose(present, (where * 2) % 1);
};

const messagesOf = (client: Client, conversation: number): TimelineItem[] => {
	const timeline = client.openTimeline(conversation);
	const {items} = timeline.getState();
	timeline.close();
	return items.filter(({seq, body}) => seq !== undefined && body.kind === 'message-sent');
};

/** What acts on a stored message; nothing happens where there is none. */
type MessageAct = (stage: Stage, place: MessagePlace, action: Action) => unknown;

/** Own messages can be edited and taken back; every tenth time somebody else's is tried. */
const own = (items: readonly TimelineItem[], {pick}: Action): readonly TimelineItem[] =>
	pick < 0.1 ? items : items.filter(({isOwn}) => isOwn);

const onMessage =
	(
		act: MessageAct,
		among: (items: readonly TimelineItem[], action: Action) => readonly TimelineItem[] = items =>
			items,
	) =>
	async (stage: Stage, action: Action): Promise<void> => {
		const conversation = conversationOf(stage, action)?.id ?? 0;
		const found = choose(among(messagesOf(stage.client, conversation), action), action.pick);
		if (found?.seq !== undefined) {
			await act(stage, {conversation, seq: found.seq}, action);
		}
	};

/** What acts in a conversation. */
const inConversation =
	(act: (stage: Stage, conversation: ConversationState, action: Action) => unknown) =>
	async (stage: Stage, action: Action): Promise<void> => {
		const conversation = conversationOf(stage, action);
		if (conversation !== undefined) {
			await act(stage, conversation, action);
		}
	};

/** What acts on a person in a group. */
const onMember = (
	act: (client: Client, conversation: number, name: string, action: Action) => unknown,
) =>
	inConversation(({client}, {id}, action) =>
		act(client, id, choose(people, action.pick) ?? 'alice', action),
	);

const onPerson =
	(act: (client: Client, name: string) => unknown) =>
	async ({client}: Stage, {pick}: Action): Promise<void> => {
		await act(client, choose(people, pick) ?? 'alice');
	};

/** Where the file of an action lies. */
const filePath = (folder: string, {text}: Action): string =>
	join(folder, 'out', `${text.replaceAll(' ', '-')}.txt`);

/** Makes what the script sends, before anything is spoilt: some fit one chunk, some need a few. */
export const makeFiles = (folder: string, script: readonly Action[]): void => {
	mkdirSync(join(folder, 'in'), {recursive: true});
	mkdirSync(join(folder, 'out'), {recursive: true});
	for (const action of script.filter(({kind}) => kind === 'send-file')) {
		const count = 1 + Math.floor(action.pick ** 3 * 8_000);
		writeFileSync(filePath(folder, action), `${action.text}\n`.repeat(count));
	}
};

const fetchFile: MessageAct = async ({client, files}, place) => {
	if (client.readMessage(place)?.body.kind === 'message-sent') {
		await client.fetchFile(place, join(files, 'in'));
	}
};

const withFile = (items: readonly TimelineItem[]): readonly TimelineItem[] =>
	items.filter(({body}) => body.kind === 'message-sent' && body.file?.id !== undefined);

const scrollBack = ({client}: Stage, {id}: ConversationState): void => {
	const timeline = client.openTimeline(id);
	timeline.loadOlder();
	timeline.close();
};

const joinByCode = async ({client}: Stage, {id}: ConversationState): Promise<void> => {
	const {code} = await client.request('create-group-invitation', {conversation: id});
	await client.joinGroup(undefined, code);
};

type Performance = (stage: Stage, action: Action) => Promise<void>;

const performances: Record<Exclude<ActionKind, 'log-in-again'>, Performance> = {
	send: inConversation(({client, onQueued}, {id}, {text}) =>
		onQueued(client.sendMessage(id, text)),
	),
	reply: onMessage(({client, onQueued}, {conversation, seq}, {text}) =>
		onQueued(client.sendMessage(conversation, text, {replyTo: seq})),
	),
	forward: onMessage(({client, onQueued}, place) => {
		const body = client.readMessage(place)?.body;
		if (body?.kind === 'message-sent' && !body.isRecalled) {
			onQueued(client.sendMessage(place.conversation, body.text, {forwards: place}));
		}
	}),
	edit: onMessage(async ({client, onChanged}, place, {text}) => {
		await client.editMessage(place, text);
		onChanged({kind: 'edit', ...place, text});
	}, own),
	recall: onMessage(async ({client, onChanged}, place) => {
		await client.recallMessage(place);
		onChanged({kind: 'recall', ...place, text: ''});
	}, own),
	hide: onMessage(({client}, place) => client.hideMessage(place)),
	react: onMessage(({client}, place, {where, pick}) =>
		client.reactToMessage(place, choose(emoji, where) ?? '👍', pick < 0.7),
	),
	pin: onMessage(({client}, place, {where}) => client.pinMessage(place, where < 0.7)),
	'mark-read': inConversation(({client}, {id, head}) => client.markRead(id, head)),
	type: inConversation(({client}, {id}, {pick}) => client.setTyping(id, pick < 0.5)),
	'send-file': inConversation(({client, files, onQueued}, {id}, action) =>
		onQueued(client.sendFile(id, filePath(files, action), action.text)),
	),
	'fetch-file': onMessage(fetchFile, withFile),
	'open-direct': async ({client}, {where, pick}) => {
		const names = [choose(people, where), ...(pick < 0.3 ? [choose(people, pick * 3)] : [])];
		await client.openDirect([...new Set(names.map(name => name ?? 'alice'))]);
	},
	'create-group': async ({client}, {text, where}) => {
		await client.createGroup(text.replace(' ', '-').replaceAll(' ', ''), [
			choose(people, where) ?? 'bob',
		]);
	},
	'join-group': async ({client}, {pick}) => {
		await client.joinGroup(choose(groups, pick));
	},
	'join-by-code': inConversation(joinByCode),
	'leave-group': inConversation(({client}, {id}) => client.leaveGroup(id)),
	'delete-group': inConversation(({client}, {id, name}) =>
		name === 'crew' ? undefined : client.request('delete-group', {conversation: id}),
	),
	'invite-member': onMember((client, id, name) => client.inviteMember(id, name)),
	'remove-member': onMember((client, id, name) => client.removeMember(id, name)),
	'set-role': onMember((client, conversation, name, {where}) =>
		client.request('set-member-role', {
			conversation,
			name,
			role: choose(['admin', 'admin', 'member', 'owner'] as const, where) ?? 'admin',
		}),
	),
	'mute-member': onMember((client, conversation, name) =>
		client.request('mute-member', {conversation, name, reason: 'loud'}),
	),
	'unmute-member': onMember((client, conversation, name) =>
		client.request('unmute-member', {conversation, name}),
	),
	'ban-member': onMember((client, conversation, name) =>
		client.request('ban-member', {conversation, name}),
	),
	'unban-member': onMember((client, conversation, name) =>
		client.request('unban-member', {conversation, name}),
	),
	'change-group': inConversation(({client}, {id}, {text}) =>
		client.request('change-group', {conversation: id, topic: text}),
	),
	'set-notifications': inConversation(({client}, {id}, {pick}) =>
		client.request('set-notifications', {
			conversation: id,
			level: choose(['all', 'mentions', 'none'] as const, pick) ?? 'all',
		}),
	),
	'set-profile': async ({client}, {text, pick}) => {
		await client.request('set-profile', pick < 0.5 ? {nickname: text} : {status: text});
	},
	'set-presence': async ({client}, {pick}) => {
		const presence = choose(['online', 'away', 'busy'] as const, pick) ?? 'online';
		await client.request('set-presence', {presence});
	},
	'set-preferences': async ({client}, {text, pick}) => {
		await client.request('set-preferences', pick < 0.5 ? {keywords: [text]} : {keywords: []});
	},
	'request-friend': onPerson((client, name) => client.request('request-friend', {name})),
	'remove-friend': onPerson((client, name) => client.request('remove-friend', {name})),
	'block-account': onPerson((client, name) => client.request('block-account', {name})),
	'unblock-account': onPerson((client, name) => client.request('unblock-account', {name})),
	'scroll-back': inConversation(scrollBack),
	search: async ({client}) => void client.searchMessages('of', {limit: 10}),
	draft: inConversation(({client}, {id}, {text}) => client.saveDraft(id, text)),
	'list-people': async ({client}, {pick}) => {
		await (pick < 0.5 ? client.listPeople() : client.listDevices());
	},
};

/** Does it; rejects with what the server or the client refuses. */
export const perform = (
	stage: Stage,
	action: Action & {readonly kind: keyof typeof performances},
): Promise<void> => performances[action.kind](stage, action);
