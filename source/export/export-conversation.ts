/** One conversation of an export: its state, its messages as JSON lines, and its pages. */
import {join} from 'node:path';
import type {Client, StoredItem} from '../client/client-api.ts';
import {messageObject} from '../client/message-object.ts';
import type {ConversationState, Delivery} from '../client/state.ts';
import {targetOf} from '../client/targets.ts';
import {askServer} from './account-object.ts';
import {exportWords} from './export-words.ts';
import type {FileCollector} from './file-collector.ts';
import {ConversationPages, type Page} from './html/conversation-pages.ts';
import {OutputFile, writeOutputFile} from './output-file.ts';

const entriesAtOnce = 500;

export const conversationsFolderName = 'conversations';

export type Formats = {readonly json: boolean; readonly html: boolean};

/** A message that waits in the outbox; `sent` is on the server, and its entry has not come back. */
type Unsent = {
	readonly id: string | undefined;
	readonly text: string;
	readonly at: number;
	readonly state: Delivery | undefined;
};

export type ExportedConversation = {
	/** Names its files. */
	readonly name: string;
	readonly title: string;
	readonly isLeft: boolean;
	readonly lastAt: number;
	readonly draft: string;
	/** What waits in the outbox. */
	readonly unsent: readonly Unsent[];
	readonly counts: {messages: number; notices: number};
	readonly pages: readonly Page[];
	/** Why not all of it is here. */
	readonly missing: string | undefined;
};

export type ConversationExportOptions = {
	readonly client: Client;
	readonly folder: string;
	readonly formats: Formats;
	readonly files: FileCollector;
	readonly footer: string;
	/** Why not all of it is here. */
	readonly missing: string | undefined;
	/** Called with the entries that are written. */
	onWritten(entries: number): void;
};

/** What the writers of both formats need of an item. */
type Prepared = {
	readonly stored: StoredItem;
	readonly filePath: string | undefined;
	readonly versions: readonly {readonly at: number; readonly text: string}[];
};

const prepare = async (
	{client, files}: ConversationExportOptions,
	stored: StoredItem,
): Promise<Prepared> => {
	const {conversation, seq, body} = stored.item ?? {};
	if (conversation === undefined || seq === undefined || body?.kind !== 'message-sent') {
		return {stored, filePath: undefined, versions: []};
	}

	const {file, editedAt} = body;
	const place = {conversation, seq};
	return {
		stored,
		filePath: file && (await files.collect({...place, file})),
		versions: editedAt === undefined ? [] : client.listVersions(place),
	};
};

/** As `read --json` prints it, and what is known besides. */
const messageLine = ({stored: {entry, item}, filePath, versions}: Prepared) => {
	if (item?.body.kind !== 'message-sent') {
		return undefined;
	}

	const object = messageObject(entry, item.body);
	return (
		object && {
			...object,
			...(object.file === undefined || filePath === undefined
				? {}
				: {file: {...object.file, path: filePath}}),
			...(versions.length < 2 ? {} : {versions}),
			...(item.body.isPinned ? {pinned: true} : {}),
		}
	);
};

const noticeLine = ({stored: {entry, item}}: Prepared) =>
	item === undefined || item.body.kind === 'message-sent'
		? undefined
		: {
				seq: entry.seq,
				conversation: entry.log,
				kind: entry.kind,
				...(entry.sender === undefined ? {} : {sender: entry.sender.name}),
				at: entry.at,
				...entry.content,
			};

const unsentOf = (client: Client, conversation: number): Unsent[] => {
	const timeline = client.openTimeline(conversation);
	try {
		return timeline
			.getState()
			.items.filter(({seq}) => seq === undefined)
			.map(({id, at, body, delivery: state}) => ({
				id,
				text: body.kind === 'message-sent' ? body.text : '',
				at,
				state,
			}));
	} finally {
		timeline.close();
	}
};

const subtitleOf = ({kind, settings, memberCount}: ConversationState): string =>
	kind === 'direct'
		? ''
		: [settings?.title, exportWords.count(memberCount, 'member'), settings?.topic]
				.filter(Boolean)
				.join(' · ');

/** Messages and notices in files of their own; both stay empty files where there is nothing. */
const openLines = async (folder: string, name: string) => {
	const path = (end: string): string => join(folder, conversationsFolderName, `${name}${end}`);
	const messages = await OutputFile.create(path('.jsonl'));
	const notices = await OutputFile.create(path('.notices.jsonl'));
	return {messages, notices};
};

const writeState = async (
	{client, folder, missing}: ConversationExportOptions,
	conversation: ConversationState,
	exported: ExportedConversation,
): Promise<void> => {
	const {peers, isLeft, kind} = conversation;
	const {people} = client.getState();
	const members =
		kind === 'direct' || isLeft
			? undefined
			: await askServer(() => client.listMembers(conversation.id));
	const object = {
		...conversation,
		peers: peers.map(id => people.get(id) ?? {id}),
		members,
		unsent: exported.unsent,
		missing,
	};
	const path = join(folder, conversationsFolderName, `${exported.name}.json`);
	await writeOutputFile(path, `${JSON.stringify(object, undefined, '\t')}\n`);
};

/** Reads the local copy from its beginning; memory does not grow with it. */
export const exportConversation = async (
	options: ConversationExportOptions,
	conversation: ConversationState,
	name: string,
): Promise<ExportedConversation> => {
	const {client, folder, formats, footer, missing, onWritten} = options;
	const title = conversation.name === '' ? exportWords.notes : targetOf(conversation);
	const ownName = client.getState().account.name;
	const lines = formats.json ? await openLines(folder, name) : undefined;
	const pages = formats.html
		? new ConversationPages({folder, name, title, subtitle: subtitleOf(conversation), footer})
		: undefined;
	const counts = {messages: 0, notices: 0};
	let after = 0;
	try {
		for (;;) {
			const page = client.readStored(conversation.id, {limit: entriesAtOnce, after});
			const prepared = await Promise.all(page.map(stored => prepare(options, stored)));
			for (const one of prepared) {
				const message = messageLine(one);
				const notice = noticeLine(one);
				counts.messages += message === undefined ? 0 : 1;
				counts.notices += notice === undefined ? 0 : 1;
				await (message && lines?.messages.writeObject(message));
				await (notice && lines?.notices.writeObject(notice));
				const {item} = one.stored;
				await (item && pages?.add(item, {ownName, ...one}));
			}

			after = page.at(-1)?.entry.seq ?? Number.POSITIVE_INFINITY;
			onWritten(page.length);
			if (page.length < entriesAtOnce) {
				break;
			}
		}
	} finally {
		await lines?.messages.close();
		await lines?.notices.close();
		await pages?.finish();
	}

	const unsent = unsentOf(client, conversation.id);
	const exported = {
		name,
		title,
		isLeft: conversation.isLeft,
		lastAt: conversation.lastAt,
		draft: conversation.draft,
		unsent,
		counts,
		pages: pages?.pages ?? [],
		missing,
	};
	if (formats.json) {
		await writeState(options, conversation, exported);
	}

	return exported;
};
