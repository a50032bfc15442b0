/**
 * Reads what entries tell of choices and settings: fields that do not look as expected are left out, and
 * what was known before stays.
 */
import type {Entry} from '../protocol/entries.ts';
import {isSeq} from './entry-content.ts';
import type {GroupSettings, Notifications, Preferences, Presence} from './state.ts';

type Content = Entry['content'];

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

/** A test for one of a few words. */
const isOneOf =
	<Word extends string>(...words: readonly Word[]) =>
	(value: unknown): value is Word =>
		(words as readonly unknown[]).includes(value);

const isPresence = isOneOf<Presence>('online', 'away', 'busy', 'offline');
const isLevel = isOneOf('all', 'mentions', 'none');
const isPermission = isOneOf('members', 'admins');

/** The fields of `content` that pass the test of their name. */
const pick = (
	content: Content,
	tests: Readonly<Record<string, (value: unknown) => boolean>>,
): Content =>
	Object.fromEntries(
		Object.entries(content).filter(([name, value]) => tests[name]?.(value) ?? false),
	);

const isObject = (value: unknown): value is Content =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const readProfileFields = (content: Content): Content =>
	pick(content, {nickname: isText, signature: isText, status: isText, avatar: isText});

export const readPresence = ({presence}: Content): Presence | undefined =>
	isPresence(presence) ? presence : undefined;

export const readNotifications = ({level, until}: Content): Notifications | undefined =>
	isLevel(level) ? {level, ...(isSeq(until) ? {until} : {})} : undefined;

const isHours = (value: unknown): boolean =>
	isObject(value) && isSeq(value.from) && isSeq(value.to);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** All of them: what is missing is turned off. */
export const readPreferences = (content: Content): Preferences => ({
	hasReceipts: true,
	mentionsBreakQuiet: false,
	keywords: [],
	...pick(content, {
		hasReceipts: isFlag,
		keepsLocation: isFlag,
		mentionsBreakQuiet: isFlag,
		keywords: isTexts,
		quietUntil: isSeq,
		quietHours: isHours,
	}),
});

const isPermissions = (value: unknown): boolean =>
	isObject(value) && [value.post, value.invite, value.pin].every(isPermission);

export const readGroupSettings = (content: Content): Partial<GroupSettings> =>
	pick(content, {
		title: isText,
		topic: isText,
		visibility: isOneOf('public', 'private'),
		history: isOneOf('all', 'joined'),
		permissions: isPermissions,
		slowMs: isSeq,
	});
