/** What one does to messages that are on the server, and how one finds them. */
import {ProtocolError} from '../protocol/errors.ts';
import type {MessagePlace} from './client-api.ts';
import type {Engine} from './engine.ts';
import {foldVersions} from './message-fold.ts';
import {readItem} from './message-surroundings.ts';
import {readEntries} from './read-entries.ts';
import type {TimelineItem} from './state.ts';

/** How far back a message is looked for, in entries. */
const searchedEntriesMax = 2_000;
const idLengthMin = 8;
const pageEntries = 200;
const searchLimitDefault = 50;

type Found = (item: TimelineItem, index: number) => boolean;

const parseReference = (reference: string): {isWanted: Found; isUnique: boolean} => {
	const [, position] = /^\^(\d*)$/u.exec(reference) ?? [];
	if (position !== undefined) {
		const wanted = position === '' ? 1 : Number(position);
		return {isWanted: (_item, index) => index + 1 === wanted, isUnique: false};
	}

	if (reference.length < idLengthMin) {
		const message = `A message is named by "^", "^2" … or at least ${idLengthMin} characters of its id.`;
		throw new ProtocolError('bad-payload', message);
	}

	const beginning = reference.toLowerCase();
	return {isWanted: ({id}) => id?.startsWith(beginning) ?? false, isUnique: true};
};

/** @throws {ProtocolError} `bad-payload` when it names none or several, `not-found` */
export const findMessage = async (
	engine: Engine,
	conversation: number,
	reference: string,
): Promise<TimelineItem> => {
	const {isWanted, isUnique} = parseReference(reference);
	const found: TimelineItem[] = [];
	let [index, read] = [0, 0];
	let before = Number.MAX_SAFE_INTEGER;
	while (read < searchedEntriesMax && (isUnique ? found.length < 2 : found.length < 1)) {
		const page = await readEntries(engine, conversation, {limit: pageEntries, before});
		for (const {seq} of page.toReversed()) {
			const item = readItem(engine.replica, conversation, seq);
			if (item?.body.kind === 'message-sent') {
				found.push(...(isWanted(item, index) ? [item] : []));
				index += 1;
			}
		}

		before = page[0]?.seq ?? 0;
		read += page.length;
		if (before <= 1) {
			break;
		}
	}

	const [message, other] = found;
	if (message === undefined) {
		throw new ProtocolError('not-found', `There is no message ${reference} here.`);
	}

	if (other !== undefined) {
		throw new ProtocolError('bad-payload', `Several messages begin with ${reference}.`);
	}

	return message;
};

export const readMessageItem = (
	{replica}: Engine,
	{conversation, seq}: MessagePlace,
): TimelineItem | undefined => {
	const item = readItem(replica, conversation, seq);
	return item?.body.kind === 'message-sent' ? item : undefined;
};

/** Every text that the message has had; none once it was recalled. */
export const listVersions = ({replica}: Engine, {conversation, seq}: MessagePlace) => {
	const {entries} = replica.database;
	const message = entries.find(conversation, seq);
	const versions = message && foldVersions(message, entries.readModifiers(conversation, seq, seq));
	return (versions ?? []).map(({at, text}) => ({at, text})).filter(({text}) => text !== '');
};

export const searchMessages = (
	{replica}: Engine,
	words: string,
	options: {readonly conversation?: number; readonly limit?: number} = {},
): TimelineItem[] => {
	const wanted = words.split(/\s+/u).filter(word => word !== '');
	if (wanted.length === 0) {
		return [];
	}

	return replica.database.texts
		.search({
			words: wanted,
			conversation: options.conversation,
			limit: options.limit ?? searchLimitDefault,
		})
		.map(({log, seq}) => readItem(replica, log, seq))
		.filter(item => item !== undefined);
};
