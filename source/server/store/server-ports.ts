/** What the rules may ask of the tables about the server: invitations, bans, the audit log, settings. */
import type {AuditRecord} from '../../protocol/entities.ts';
import type {Awaitable} from './awaitable.ts';
import type {AuditRow, BanRow, InvitationRow} from './rows.ts';

export type InvitationTable = {
	add(codeHash: Buffer, invitation: InvitationRow): Awaitable<void>;
	/** Whether a code to register is known, has uses left and holds at `now`. */
	isGood(codeHash: Buffer, now: number): Awaitable<boolean>;
	/** Takes one use off a code to register; false when it is unknown, used up or expired at `now`. */
	take(codeHash: Buffer, now: number): Awaitable<boolean>;
	/** The group that a code opens at `now`, and who made the code. */
	findGroup(codeHash: Buffer, now: number): Awaitable<{log: number; by: number} | undefined>;
	/** Takes one use off a code for a group. */
	takeForGroup(codeHash: Buffer): Awaitable<void>;
	/** Forgets codes of a group that open it no more, and counts the others. */
	tidyGroup(log: number, now: number): Awaitable<number>;
	/** Voids the codes of a group. */
	removeOfGroup(log: number): Awaitable<void>;
};

export type BanTable = {
	set(ban: BanRow): Awaitable<void>;
	/** Whether there was such a ban. */
	remove(target: string): Awaitable<boolean>;
	findByAccount(account: number): Awaitable<BanRow | undefined>;
	/** Forgets those that are over at `now`. */
	removeExpired(now: number): Awaitable<void>;
	/** Those in force at `now`, by target, from after `after`. */
	list(page: {after: string; limit: number; now: number}): Awaitable<readonly BanRow[]>;
	/** All bans of addresses and ranges. */
	listAddresses(): Awaitable<readonly BanRow[]>;
};

export type AuditTable = {
	add(record: AuditRow): Awaitable<void>;
	/** The newest first, before the record `before`. */
	list(page: {before: number; limit: number}): Awaitable<readonly AuditRecord[]>;
};

export type SettingTable = {
	get(key: string): Awaitable<string | undefined>;
	set(key: string, value: string): Awaitable<void>;
	remove(key: string): Awaitable<void>;
};

/** How much there is. */
export type StoreCounts = {
	readonly accounts: number;
	readonly conversations: number;
	readonly entries: number;
	readonly databaseBytes: number;
	/** Of stored files. */
	readonly fileBytes: number;
};
