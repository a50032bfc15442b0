/** `chat-tui read TARGET`: messages for scripts and bots, the newest `--limit`, and what comes with `--follow`. */
import type {Client} from '../client/client-api.ts';
import {messageObject} from '../client/message-object.ts';
import {messageWords} from '../client/message-words.ts';
import type {MessageBody} from '../client/state.ts';
import type {Entry} from '../protocol/entries.ts';
import {sanitizeLine, sanitizeText} from '../terminal/sanitize-text.ts';
import {UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {withClient} from './open-account.ts';
import {printLine, printObject} from './print.ts';

const limitDefault = 50;
const limitMax = 1_000_000;
const timeoutMs = 30_000;

const formatTime = (at: number): string =>
	new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const plainText = (body: MessageBody): string => {
	if (body.isRecalled) {
		return '(recalled)';
	}

	// Further lines stand under the first: none can pass for a message of its own.
	const text = sanitizeText(messageWords(body)).replaceAll('\n', '\n  ');
	return body.editedAt === undefined ? text : `${text} (edited)`;
};

/** Says how to print an entry when it is a message; scripts get the text as it is, terminals a harmless one. */
const prepareEntry = (
	client: Client,
	entry: Entry,
	{json = false}: CommandFlags,
): (() => Promise<void>) | undefined => {
	const body = client.readMessage({conversation: entry.log, seq: entry.seq})?.body;
	const object = body?.kind === 'message-sent' ? messageObject(entry, body) : undefined;
	if (object === undefined || body?.kind !== 'message-sent') {
		return undefined;
	}

	const line = `${formatTime(entry.at)} ${sanitizeLine(object.sender)}: ${plainText(body)}`;
	return () => (json ? printObject(object) : printLine(line));
};

/** Prints each entry once and in order, also when the server comes back with a history that was reset. */
const createPrinter = (client: Client, conversation: number, flags: CommandFlags) => {
	let printed: Promise<void> = Promise.resolve();
	let resets = client.getState().historyResets ?? 0;
	let last = 0;
	let lastAt = client.getState().conversations.get(conversation)?.lastAt ?? 0;
	/** After a reset numbers begin anew: what is older than this was there before. */
	let after = 0;
	return {
		print(entry: Entry): void {
			const {historyResets = 0} = client.getState();
			if (historyResets !== resets) {
				resets = historyResets;
				last = 0;
				after = lastAt;
			}

			if (entry.seq <= last) {
				return;
			}

			last = entry.seq;
			lastAt = Math.max(lastAt, entry.at);
			const print = entry.at > after ? prepareEntry(client, entry, flags) : undefined;
			printed = print === undefined ? printed : printed.then(print);
		},
		whenPrinted: () => printed,
	};
};

/** Messages are not the only entries: reads until there are `limit` of them or no more entries. */
const readMessages = async (
	client: Client,
	conversation: number,
	limit: number,
): Promise<Entry[]> => {
	let messages: Entry[] = [];
	let before: number | undefined;
	while (messages.length < limit) {
		const page = await client.readEntries(conversation, {
			limit: Math.min(limit, 1_000),
			...(before === undefined ? {} : {before}),
		});
		messages = [...page.filter(({kind}) => kind === 'message-sent'), ...messages];
		before = page[0]?.seq;
		if (before === undefined || before <= 1) {
			break;
		}
	}

	return messages.slice(-limit);
};

/** Resolves when the person or the reader of the pipe has had enough. */
const untilInterrupted = (): Promise<void> =>
	new Promise(resolve => {
		process.once('SIGINT', resolve);
		process.once('SIGTERM', resolve);
		process.stdout.once('error', () => resolve());
	});

export const readCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	const [target, ...others] = words;
	const limit = flags.limit ?? limitDefault;
	if (target === undefined || others.length > 0) {
		throw new UsageError('Usage: chat-tui read TARGET [--limit N] [--follow] [--json]');
	}

	if (!Number.isInteger(limit) || limit < 0 || limit > limitMax) {
		throw new UsageError(`--limit takes a whole number from 0 to ${limitMax}.`);
	}

	return withClient(flags, async client => {
		await client.whenSynced(timeoutMs);
		const conversation = await client.resolveTarget(target);
		const {print, whenPrinted} = createPrinter(client, conversation, flags);
		// Heard from now on, printed after the history: nothing falls between the two.
		const arrived: Entry[] = [];
		let hear = (entry: Entry): void => void arrived.push(entry);
		client.onEntry(entry => {
			if (entry.log === conversation) {
				hear(entry);
			}
		});
		const messages = limit === 0 ? [] : await readMessages(client, conversation, limit);
		messages.forEach(print);
		if (flags.follow) {
			arrived.forEach(print);
			hear = print;
			await untilInterrupted();
		}

		await whenPrinted();
		return 0;
	});
};
