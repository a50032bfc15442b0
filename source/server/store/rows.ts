/** The rows that the store hands out, in the words of the house and free of any database's types. */
import type {ConversationKind, Profile, Role} from '../../protocol/entities.ts';

export type AccountRow = {
	readonly id: number;
	readonly name: string;
	/** The account's private log. */
	readonly log: number;
	readonly isAdmin: boolean;
	/** When the account was last online; `undefined` before its first leave. */
	readonly seenAt: number | undefined;
};

export type DeviceRow = {
	readonly id: number;
	readonly name: string;
	readonly createdAt: number;
	readonly seenAt: number;
};

export type ConversationRow = {
	readonly log: number;
	readonly kind: ConversationKind;
	readonly name: string | undefined;
	readonly title: string | undefined;
	readonly memberCount: number;
};

export type MemberRow = {readonly role: Role; readonly readSeq: number};

/** A conversation as one account is in it. */
export type MembershipRow = ConversationRow & MemberRow;

/** A member with the person behind it. */
export type MemberPersonRow = Profile & MemberRow & {readonly seenAt: number | undefined};

/** The newest entry of a log: its place and when it was stored. Both 0 in an empty log. */
export type HeadRow = {readonly seq: number; readonly at: number};

export type InvitationRow = {readonly usesLeft: number; readonly expiresAt: number};
