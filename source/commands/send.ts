/** `chat-tui send TARGET [TEXT|-]`: messages from scripts and pipes, acknowledged before it ends. */
import {text as readAll} from 'node:stream/consumers';
import type {Client} from '../client/client-api.ts';
import {limits} from '../protocol/limits.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {withClient} from './open-account.ts';
import {printObject} from './print.ts';

const timeoutMs = 30_000;

/** Long input becomes several messages, cut between lines where it can be. */
export const splitText = (text: string, lengthMax: number = limits.textLengthMax): string[] => {
	const parts: string[] = [];
	let rest = text;
	while (rest.length > lengthMax) {
		const lineEnd = rest.lastIndexOf('\n', lengthMax);
		let cut = lineEnd > 0 ? lineEnd : lengthMax;
		if (/[\uD800-\uDBFF]/.test(rest.charAt(cut - 1))) {
			cut -= 1;
		}

		parts.push(rest.slice(0, cut));
		rest = rest.slice(lineEnd > 0 ? cut + 1 : cut);
	}

	return [...parts, rest].filter(part => part.trim() !== '');
};

const readTexts = async (words: readonly string[]): Promise<string[]> => {
	const isPiped = words.length === 0 || (words.length === 1 && words[0] === '-');
	if (words.length === 0 && process.stdin.isTTY) {
		throw new UsageError('Usage: chat-tui send TARGET TEXT, or pipe the text in');
	}

	const texts = splitText(isPiped ? (await readAll(process.stdin)).trimEnd() : words.join(' '));
	if (texts.length === 0) {
		throw new CommandFailure('There is nothing to send.');
	}

	return texts;
};

/**
 * A message whose fate is unknown stays in the outbox under its id, so that it cannot be sent twice;
 * one that never left this computer is taken back.
 */
const deliver = async (client: Client, id: string, waitMs: number | undefined) => {
	try {
		return {id, ...(await client.whenSent(id, waitMs))};
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'timeout') {
			throw new CommandFailure(
				'The server has not answered; the message waits in the outbox and will be sent.',
				{cause: error},
			);
		}

		client.discardMessage(id);
		throw error;
	}
};

type Sending = {readonly id: string; readonly text: string; readonly waitMs: number | undefined};

/** Files take as long as they take; the text is the caption of the first. */
function* startSending(
	client: Client,
	conversation: number,
	{texts, files}: {readonly texts: readonly string[]; readonly files: readonly string[]},
): Generator<Sending> {
	const [caption = '', ...others] = texts;
	for (const [index, path] of files.entries()) {
		const text = index === 0 ? caption : '';
		yield {id: client.sendFile(conversation, path, text), text, waitMs: undefined};
	}

	for (const text of files.length === 0 ? texts : others) {
		yield {id: client.sendMessage(conversation, text), text, waitMs: timeoutMs};
	}
}

export const sendCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	const [target, ...textWords] = words;
	const files = flags.file ?? [];
	if (target === undefined) {
		throw new UsageError('Usage: chat-tui send TARGET [TEXT|-] [--file PATH]');
	}

	const texts = files.length > 0 && textWords.length === 0 ? [] : await readTexts(textWords);
	return withClient(flags, async client => {
		client.checkFiles(files);
		await client.whenSynced(timeoutMs);
		const conversation = await client.resolveTarget(target);
		const sender = client.getState().account.name;
		for (const {id, text, waitMs} of startSending(client, conversation, {texts, files})) {
			const {seq, at} = await deliver(client, id, waitMs);
			if (flags.json) {
				await printObject({id, seq, conversation, sender, text, at});
			}
		}

		return 0;
	});
};
