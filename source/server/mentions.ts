/** Whom a text names with `@`, found among the members of its conversation. */
import {limits} from '../protocol/limits.ts';
import {nameKey} from '../protocol/names.ts';
import type {Transaction} from './store/store.ts';

const mentionPattern =
	/(?<![\p{L}\p{N}_])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]{0,63}[\p{L}\p{M}\p{N}])?)/gu;

const herePattern = /(?<![\p{L}\p{N}_])@here(?![\p{L}\p{N}_.-]*[\p{L}\p{N}_-])/u;

/** `@here`: everybody who is online. */
export const namesHere = (text: string): boolean => text.includes('@') && herePattern.test(text);

/** Different names of one text that are looked for: more would only cost the server. */
const namesMax = limits.mentionsMax * 2;

const findNames = (text: string): Set<string> => {
	const names = new Set<string>();
	for (const [, name = ''] of text.matchAll(mentionPattern)) {
		names.add(nameKey(name));
		if (names.size >= namesMax) {
			break;
		}
	}

	return names;
};

/** Account ids; most texts hold no `@` and cost nothing. */
export const findMentions = async (
	{members}: Transaction,
	conversation: number,
	text: string,
): Promise<number[]> => {
	if (!text.includes('@')) {
		return [];
	}

	const found = new Set<number>();
	for (const name of findNames(text)) {
		if (found.size >= limits.mentionsMax) {
			break;
		}

		const member = await members.findByName(conversation, name);
		if (member !== undefined) {
			found.add(member.id);
		}
	}

	return [...found];
};
