/** A conversation as a row of the local database holds it: what has structure is JSON. */
import type {ConversationState} from '../state.ts';

/** What is kept of a conversation; its draft has a table of its own. */
export type ConversationRow = Omit<ConversationState, 'draft'>;

type Structured = 'settings' | 'muted' | 'notifications' | 'pins' | 'unreadFrom' | 'peers';

export type StoredConversation = Omit<ConversationRow, Structured | 'picture' | 'isLeft'> & {
	readonly settings: string | null;
	readonly muted: string | null;
	readonly picture: string | null;
	readonly notifications: string;
	readonly pins: string;
	readonly unreadFrom: string;
	readonly peers: string;
	readonly isLeft: number;
};

const toJson = (value: unknown): string | null =>
	value === undefined ? null : JSON.stringify(value);

/** Only what `toStored` wrote comes here. */
const fromJson = <Value>(json: string): Value => JSON.parse(json) as Value;

export const toStored = (row: ConversationRow): StoredConversation => ({
	...row,
	settings: toJson(row.settings),
	muted: toJson(row.muted),
	picture: row.picture ?? null,
	notifications: JSON.stringify(row.notifications),
	pins: JSON.stringify(row.pins),
	unreadFrom: JSON.stringify(row.unreadFrom),
	peers: JSON.stringify(row.peers),
	isLeft: row.isLeft ? 1 : 0,
});

export const fromStored = (row: StoredConversation): ConversationRow => ({
	...row,
	settings: row.settings === null ? undefined : fromJson(row.settings),
	muted: row.muted === null ? undefined : fromJson(row.muted),
	picture: row.picture ?? undefined,
	notifications: fromJson(row.notifications),
	pins: fromJson(row.pins),
	unreadFrom: fromJson(row.unreadFrom),
	peers: fromJson(row.peers),
	isLeft: row.isLeft === 1,
});
