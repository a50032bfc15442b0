/**
 * Reads the contents of entries as this version knows them.
 *
 * Entries are kept as they came, so that kinds and fields of later versions survive; what does not
 * look as expected is `undefined` here and shown as nothing.
 */
import type {Entry, EntryContent} from '../protocol/entries.ts';
import {readFileDescription} from '../protocol/file-description.ts';
import type {Profile, Restriction, Role} from './state.ts';

type Content = Entry['content'];

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

export const isSeq = (value: unknown): value is number => Number.isSafeInteger(value);

export const readProfile = (value: unknown): Profile | undefined =>
	isObject(value) && isSeq(value.id) && typeof value.name === 'string'
		? {id: value.id, name: value.name}
		: undefined;

const readRole = (value: unknown): Role | undefined =>
	value === 'owner' || value === 'admin' || value === 'member' ? value : undefined;

const readForwarded = (value: unknown): Pick<EntryContent<'message-sent'>, 'forwarded'> => {
	const sender = isObject(value) ? readProfile(value.sender) : undefined;
	return sender !== undefined && isObject(value) && isSeq(value.at)
		? {forwarded: {sender, at: value.at}}
		: {};
};

/** A description that does not fit is none: nothing of it is drawn or written. */
const readFile = (value: unknown): Pick<EntryContent<'message-sent'>, 'file'> => {
	const file = readFileDescription(value);
	return file === undefined ? {} : {file};
};

/** `until` and `reason` of a mute or a ban. */
export const readRestriction = (content: Content): Restriction => ({
	...(isSeq(content.until) ? {until: content.until} : {}),
	...(typeof content.reason === 'string' ? {reason: content.reason} : {}),
});

/** What `message-pinned` tells. */
export const readPin = (content: Content): {message: number; isOn: boolean} | undefined =>
	isSeq(content.message) && typeof content.isOn === 'boolean'
		? {message: content.message, isOn: content.isOn}
		: undefined;

export const readMessage = (content: Content): EntryContent<'message-sent'> | undefined => {
	const {text, replyTo, mentions} = content;
	if (typeof text !== 'string') {
		return undefined;
	}

	return {
		text,
		...(isSeq(replyTo) ? {replyTo} : {}),
		...(content.isAction === true ? {isAction: true} : {}),
		...(content.isRecalled === true ? {isRecalled: true} : {}),
		...readForwarded(content.forwarded),
		...readFile(content.file),
		...(Array.isArray(mentions) ? {mentions: mentions.filter(isSeq)} : {}),
	};
};

export const isMention = (content: Content, account: number): boolean =>
	content.mentionsHere === true ||
	(Array.isArray(content.mentions) && content.mentions.includes(account));

export type MembershipContent = {
	readonly account: Profile | undefined;
	readonly by: Profile | undefined;
	readonly role: Role | undefined;
};

/** What the entries about members have in common; each kind fills some of it. */
export const readMembership = (content: Content): MembershipContent => ({
	account: readProfile(content.account),
	by: readProfile(content.by),
	role: readRole(content.role),
});

/** What the entries of an account's private log have in common. */
export const readMarker = (
	content: Content,
): {conversation: number | undefined; seq: number | undefined} => ({
	conversation: isSeq(content.conversation) ? content.conversation : undefined,
	seq: isSeq(content.seq) ? content.seq : undefined,
});
