/**
 * Everything that an account has, as files: JSON lines for programs, pages for people, the files of messages.
 *
 * History is copied into the client's local database first, and written from there: what a cut export had fetched need
 * not come again, and memory stays flat.
 */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Client} from '../client/client-api.ts';
import {numberedName, toFileName} from '../client/files/file-name.ts';
import type {ConversationState} from '../client/state.ts';
import {type AccountObject, askServer, readAccount} from './account-object.ts';
import {
	conversationsFolderName,
	type ExportedConversation,
	exportConversation,
	type Formats,
} from './export-conversation.ts';
import {ExportError} from './export-error.ts';
import {exportWords} from './export-words.ts';
import {fetchHistory} from './fetch-history.ts';
import {FileCollector, type MissingFile} from './file-collector.ts';
import {pagesFolderName} from './html/conversation-pages.ts';
import {indexPage} from './html/index-page.ts';
import {writeOutputFile} from './output-file.ts';
import {openOutputFolder} from './output-folder.ts';
import {writePicture} from './write-picture.ts';

export type ExportOptions = {
	readonly folder: string;
	readonly formats: Formats;
	/** Files above are left out; 0: all are. */
	readonly fileBytesMax: number;
	/** What is done now, in a few words. */
	onProgress(doing: string): void;
};

export type ExportSummary = {
	readonly path: string;
	/** The server was reached, and everything of every conversation and file is there. */
	readonly isComplete: boolean;
	readonly isOnline: boolean;
	readonly conversations: number;
	readonly messages: number;
	readonly files: number;
	readonly fileBytes: number;
	/** Of conversations, by name, and of files. */
	readonly missing: {
		readonly conversations: readonly {readonly name: string; readonly reason: string}[];
		readonly files: readonly MissingFile[];
	};
};

/** Leaves room for what is put behind it. */
const nameCharactersMax = 40;

/** A name for the files of each conversation, that no other has on any file system. */
const nameConversations = (
	conversations: readonly ConversationState[],
): [ConversationState, string][] => {
	const numbers = new Map<string, number>();
	return conversations.map(conversation => {
		const {kind, name} = conversation;
		const stem = kind === 'everyone' ? 'everyone' : `${kind}-${name === '' ? 'notes' : name}`;
		const wanted = toFileName([...stem].slice(0, nameCharactersMax).join('')).replaceAll('.', '_');
		const key = wanted.toLowerCase();
		const number = (numbers.get(key) ?? 0) + 1;
		numbers.set(key, number);
		return [conversation, numberedName(wanted, number)];
	});
};

const sortedConversations = (client: Client): ConversationState[] =>
	[...client.getState().conversations.values()].sort((one, other) => one.id - other.id);

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

const summarize = (
	path: string,
	{isOnline}: AccountObject,
	{exported, files}: {exported: readonly ExportedConversation[]; files: FileCollector},
): ExportSummary => {
	const incomplete = exported.flatMap(({name, missing}) =>
		missing === undefined ? [] : [{name, reason: missing}],
	);
	return {
		path,
		isComplete: isOnline && incomplete.length === 0 && files.missing.length === 0,
		isOnline,
		conversations: exported.length,
		messages: sum(exported.map(({counts}) => counts.messages)),
		files: files.count,
		fileBytes: files.bytes,
		missing: {conversations: incomplete, files: files.missing},
	};
};

const manifestOf = (
	{server, exportedAt, account}: AccountObject,
	{path: _path, ...summary}: ExportSummary,
	exported: readonly ExportedConversation[],
) => ({
	format: 'chat-tui-export',
	version: 1,
	account: `${account.name}@${server}`,
	exportedAt,
	...summary,
	contents: exported.map(({name, title, counts, pages}) => ({
		name,
		title,
		...counts,
		pages: pages.map(({file}) => `${pagesFolderName}/${file}`),
	})),
});

const toJson = (object: unknown): string => `${JSON.stringify(object, undefined, '\t')}\n`;

/** Asks the server for what is missing, until it answers no more. */
const createHistoryCompleter = (client: Client, onProgress: ExportOptions['onProgress']) => {
	let isReachable = client.getState().connection.status === 'online';
	/** Why not all of the conversation is here. */
	return async ({id, isLeft, name}: ConversationState): Promise<string | undefined> => {
		if (client.isWhole(id)) {
			return undefined;
		}

		if (isLeft || !isReachable) {
			return isLeft ? exportWords.leftBefore : exportWords.noServer;
		}

		let pages = 0;
		const missing = await fetchHistory(client, id, () => {
			pages += 1;
			onProgress(`Fetching ${name}: ${exportWords.count(pages, 'page')}`);
		});
		isReachable = client.getState().connection.status === 'online';
		return missing;
	};
};

/** The client is started; without a connection, what is on this computer is exported. @throws {ExportError} */
export const exportAccount = async (
	client: Client,
	{folder: target, formats, fileBytesMax, onProgress}: ExportOptions,
): Promise<ExportSummary> => {
	const {account: own, server, historyResets} = client.getState();
	const folder = await openOutputFolder(target, `${own.name}@${server}`);
	const inside = (name: string): string => join(folder.path, name);
	const files = new FileCollector({client, folder: folder.path, fileBytesMax});
	await files.start();
	await mkdir(inside(formats.json ? conversationsFolderName : pagesFolderName), {mode: 0o700});
	if (formats.json && formats.html) {
		await mkdir(inside(pagesFolderName), {mode: 0o700});
	}

	const account = await readAccount(client, Date.now());
	const footer = exportWords.footer(`${own.name}@${server}`, account.exportedAt);
	const completeHistory = createHistoryCompleter(client, onProgress);
	const exported: ExportedConversation[] = [];
	for (const [conversation, name] of nameConversations(sortedConversations(client))) {
		const missing = await completeHistory(conversation);
		let entries = 0;
		const onWritten = (more: number): void => {
			entries += more;
			onProgress(`Writing ${name}: ${exportWords.count(entries, 'entry', 'entries')}`);
		};
		const options = {client, folder: folder.path, formats, files, footer, missing, onWritten};
		exported.push(await exportConversation(options, conversation, name));
	}

	const avatarPath = await askServer(() => writePicture(client, folder.path, own.avatar));
	if (formats.json) {
		await writeOutputFile(inside('account.json'), toJson({...account, avatarPath}));
	}

	if (formats.html) {
		const contents = {account, conversations: exported, avatarPath, footer};
		await writeOutputFile(inside('index.html'), indexPage(contents));
	}

	await files.finish();
	if (client.getState().historyResets !== historyResets) {
		throw new ExportError('The history of the server was reset meanwhile: export again.');
	}

	const summary = summarize(folder.path, account, {exported, files});
	await writeOutputFile(inside('manifest.json'), toJson(manifestOf(account, summary, exported)));
	return {...summary, path: await folder.finish()};
};
