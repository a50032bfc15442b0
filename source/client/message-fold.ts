/** A message as it stands now: what was sent, and all that was done to it since. Pure; order of arrival does not matter. */
import type {StoredEntry} from './database/entry-table.ts';
import {isMention, readMessage} from './entry-content.ts';

export type FoldedReaction = {readonly emoji: string; readonly accounts: readonly number[]};

export type FoldedMessage = {
	/** Empty once it was recalled. */
	readonly text: string;
	readonly isRecalled: boolean;
	/** When it was edited last. */
	readonly editedAt: number | undefined;
	/** Emoji and accounts in the order of giving. */
	readonly reactions: readonly FoldedReaction[];
	readonly isPinned: boolean;
	/** What it says about mentions now. */
	readonly mentions: StoredEntry['content'];
};

const foldReactions = (modifiers: readonly StoredEntry[]): FoldedReaction[] => {
	const given = new Map<string, Set<number>>();
	for (const {kind, sender, content} of modifiers) {
		const {emoji, isOn} = content;
		if (kind !== 'message-reacted' || sender === undefined || typeof emoji !== 'string') {
			continue;
		}

		const accounts = given.get(emoji) ?? new Set<number>();
		if (isOn === true) {
			given.set(emoji, accounts.add(sender));
		} else if (accounts.delete(sender) && accounts.size === 0) {
			given.delete(emoji);
		}
	}

	return [...given].map(([emoji, accounts]) => ({emoji, accounts: [...accounts]}));
};

/** Every text that the message has had, the oldest first. */
export const foldVersions = (
	message: StoredEntry,
	modifiers: readonly StoredEntry[],
): {readonly at: number; readonly text: string; readonly content: StoredEntry['content']}[] =>
	[message, ...[...modifiers].sort((one, other) => one.seq - other.seq)]
		.filter(
			({kind, sender}) =>
				kind === 'message-sent' || (kind === 'message-edited' && sender === message.sender),
		)
		.map(({at, content}) => ({at, content, text: readMessage(content)?.text ?? ''}));

/** `modifiers` are the entries that name the message; `undefined` when it is none that this version knows. */
export const foldMessage = (
	message: StoredEntry,
	modifiers: readonly StoredEntry[],
): FoldedMessage | undefined => {
	const sent = readMessage(message.content);
	if (message.kind !== 'message-sent' || sent === undefined) {
		return undefined;
	}

	const inOrder = [...modifiers].sort((one, other) => one.seq - other.seq);
	const versions = foldVersions(message, inOrder);
	const newest = versions.at(-1);
	const isRecalled =
		message.content.isRecalled === true || inOrder.some(({kind}) => kind === 'message-recalled');
	return {
		text: isRecalled ? '' : (newest?.text ?? sent.text),
		isRecalled,
		editedAt: versions.length > 1 && !isRecalled ? newest?.at : undefined,
		reactions: isRecalled ? [] : foldReactions(inOrder),
		isPinned:
			inOrder.findLast(({kind}) => kind === 'message-pinned')?.content.isOn === true && !isRecalled,
		mentions: isRecalled ? {} : (newest?.content ?? message.content),
	};
};

/** Whether the message, as it stands now, is meant for the account. */
export const mentionsAccount = ({mentions}: FoldedMessage, account: number): boolean =>
	isMention(mentions, account);
