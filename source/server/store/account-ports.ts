/** What the rules may ask of the tables about accounts: people, how they stand to each other, devices, pictures. */
import type {Preferences, Presence, Restriction} from '../../protocol/entities.ts';
import type {Awaitable} from './awaitable.ts';
import type {AccountRow, DeviceRow, ProfileFields, Relation} from './rows.ts';

export type AccountTable = {
	/** Also makes the account's private log. The name must be free. */
	add(account: {name: string; passwordHash: string}): Awaitable<AccountRow>;
	get(id: number): Awaitable<AccountRow | undefined>;
	findByName(name: string): Awaitable<AccountRow | undefined>;
	/** Any account whose name looks like `name`. */
	findLookAlike(name: string): Awaitable<AccountRow | undefined>;
	getPasswordHash(id: number): Awaitable<string>;
	setPasswordHash(id: number, passwordHash: string): Awaitable<void>;
	/** By name, from after `after`; only those whose name or nickname contains `query`. */
	list(page: {query: string; after: string; limit: number}): Awaitable<readonly AccountRow[]>;
	setAdmin(id: number, isAdmin: boolean): Awaitable<void>;
	countAdmins(): Awaitable<number>;
	setProfile(id: number, profile: ProfileFields): Awaitable<void>;
	setAvatar(id: number, avatar: string | undefined): Awaitable<void>;
	setPresence(id: number, presence: Presence): Awaitable<void>;
	getPreferences(id: number): Awaitable<Preferences>;
	setPreferences(id: number, preferences: Preferences): Awaitable<void>;
	setTalkBan(id: number, ban: Restriction | undefined): Awaitable<void>;
	/** Empties the account and gives it a name that nobody can have; the old name stays taken. */
	remove(id: number): Awaitable<void>;
	setSeenAt(id: number, seenAt: number): Awaitable<void>;
};

/** How accounts stand to each other. */
export type RelationTable = {
	get(account: number, other: number): Awaitable<Relation | undefined>;
	set(account: number, other: number, relation: Relation): Awaitable<void>;
	remove(account: number, other: number): Awaitable<void>;
	/** How the account stands to everybody, and everybody to it. */
	removeAll(account: number): Awaitable<void>;
	/** By account. */
	list(
		account: number,
	): Awaitable<readonly {readonly account: AccountRow; readonly relation: Relation}[]>;
	/** Friends and requests, or blocks. */
	count(account: number, isBlocked: boolean): Awaitable<number>;
	/** Whether either has blocked the other. */
	isBlockedBetween(one: number, other: number): Awaitable<boolean>;
};

/** Small pictures, named by their content. */
export type PictureTable = {
	/** Returns its id. */
	add(bytes: Buffer): Awaitable<string>;
	get(id: string): Awaitable<Buffer | undefined>;
	/** Forgets the picture unless somebody still shows it. */
	release(id: string): Awaitable<void>;
};

export type DeviceTable = {
	add(device: {account: number; name: string; tokenHash: Buffer}): Awaitable<number>;
	findByToken(tokenHash: Buffer): Awaitable<{device: number; account: number} | undefined>;
	/** The one seen last comes first. */
	list(account: number): Awaitable<readonly DeviceRow[]>;
	setSeenAt(id: number, seenAt: number): Awaitable<void>;
	/** Whether the account had such a device. */
	remove(account: number, id: number): Awaitable<boolean>;
};
