/** Whether somebody may write into a conversation now, or say anything else that others see. */
import type {Profile, Restriction} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {bannedError} from './bans.ts';
import {isAllowed} from './membership.ts';
import {describeRestriction, isInForce, remainingOf} from './restrictions.ts';
import {readServerSettings} from './server-settings.ts';
import type {WriterRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

const findTalkBan = (talkBan: Restriction | undefined): ProtocolError | undefined =>
	isInForce(talkBan)
		? new ProtocolError(
				'talk-banned',
				`You may not write on this server${describeRestriction(talkBan)}.`,
				remainingOf(talkBan),
			)
		: undefined;

const findServerBan = ({ban}: WriterRow): ProtocolError | undefined =>
	isInForce(ban) ? bannedError(ban) : undefined;

const findMute = ({muted}: WriterRow): ProtocolError | undefined =>
	isInForce(muted)
		? new ProtocolError(
				'muted',
				`You may not write in this group${describeRestriction(muted)}.`,
				remainingOf(muted),
			)
		: undefined;

/** Who has blocked whom is not told. */
const findBlock = ({peer}: WriterRow): ProtocolError | undefined => {
	if (peer?.isBlocked) {
		return new ProtocolError('forbidden', `You have blocked ${peer.name}: /unblock first.`);
	}

	return peer?.hasBlocked || peer?.isDeleted
		? new ProtocolError('undeliverable', `${peer.name} takes no messages now.`)
		: undefined;
};

/** What holds whatever is done: restrictions, and a block between the two of a direct conversation. */
const findBan = (writer: WriterRow): ProtocolError | undefined =>
	findServerBan(writer) ?? findTalkBan(writer.talkBan) ?? findMute(writer) ?? findBlock(writer);

const findMissingPermission = async (
	transaction: Transaction,
	{kind, role, settings}: WriterRow,
	sender: number,
): Promise<ProtocolError | undefined> => {
	if (kind === 'group' && settings && !isAllowed(role, settings.permissions.post)) {
		return new ProtocolError('forbidden', 'Only admins write in this group.');
	}

	if (kind === 'everyone') {
		const {broadcasters} = await readServerSettings(transaction);
		if (broadcasters === 'admins' && !(await transaction.accounts.get(sender))?.isAdmin) {
			return new ProtocolError('forbidden', 'Only administrators write to everyone here.');
		}
	}

	return undefined;
};

/** What keeps the sender from writing there now: `banned`, `talk-banned`, `muted`, `forbidden` or `undeliverable`. */
export const findObstacle = async (
	transaction: Transaction,
	writer: WriterRow,
	sender: Profile,
): Promise<ProtocolError | undefined> =>
	findBan(writer) ?? (await findMissingPermission(transaction, writer, sender.id));

const refuse = (obstacle: ProtocolError | undefined): void => {
	if (obstacle !== undefined) {
		throw obstacle;
	}
};

/** @throws {ProtocolError} `talk-banned`, `muted`, `forbidden`, `undeliverable` */
export const checkMayWrite = async (
	transaction: Transaction,
	writer: WriterRow,
	sender: Profile,
): Promise<void> => refuse(await findObstacle(transaction, writer, sender));

/** For what is no message and yet is seen by all: pins, titles. @throws {ProtocolError} `not-a-member`, `talk-banned`, `muted`, `forbidden`, `undeliverable` */
export const requireVoice = async (
	{members}: Transaction,
	log: number,
	account: number,
): Promise<WriterRow> => {
	const writer = await members.getWriter(log, account);
	if (writer === undefined) {
		throw new ProtocolError('not-a-member');
	}

	refuse(findBan(writer));
	return writer;
};

/** For what is said to others outside of conversations. @throws {ProtocolError} `talk-banned` */
export const checkTalkBan = async ({accounts}: Transaction, account: number): Promise<void> =>
	refuse(findTalkBan((await accounts.get(account))?.talkBan));

/** Admins are not slowed. @throws {ProtocolError} `slow-mode` */
export const checkPace = ({role, settings, sentAt}: WriterRow): void => {
	const slowMs = settings?.slowMs ?? 0;
	const sinceMs = Date.now() - sentAt;
	const retryAfterMs = slowMs - sinceMs;
	// Before the last message there is no now: the clock was set back.
	if (slowMs > 0 && role === 'member' && retryAfterMs > 0 && sinceMs >= 0) {
		const seconds = Math.ceil(retryAfterMs / 1_000);
		throw new ProtocolError('slow-mode', `This group is slow: wait ${seconds} s.`, {retryAfterMs});
	}
};

/** Remembers when a member wrote last, where the group is slow. */
export const keepPace = async (
	{members}: Transaction,
	{settings}: WriterRow,
	{log, account, at}: {log: number; account: number; at: number},
): Promise<void> => {
	if (settings !== undefined && settings.slowMs > 0) {
		await members.setSentAt(log, account, at);
	}
};
