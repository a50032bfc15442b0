/** Whether somebody may write into a conversation now: asked before each message and each edit. */
import type {Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {isAllowed} from './membership.ts';
import {describeRestriction, isInForce, remainingOf} from './restrictions.ts';
import {readServerSettings} from './server-settings.ts';
import type {WriterRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

/** @throws {ProtocolError} `talk-banned`, `muted` */
const checkRestrictions = ({talkBan, muted}: WriterRow): void => {
	if (isInForce(talkBan)) {
		throw new ProtocolError(
			'talk-banned',
			`You may not write on this server${describeRestriction(talkBan)}.`,
			remainingOf(talkBan),
		);
	}

	if (isInForce(muted)) {
		throw new ProtocolError(
			'muted',
			`You may not write in this group${describeRestriction(muted)}.`,
			remainingOf(muted),
		);
	}
};

/** Who has blocked whom is not told. @throws {ProtocolError} `undeliverable`, `forbidden` */
const checkPeer = ({peer}: WriterRow): void => {
	if (peer?.isBlocked) {
		throw new ProtocolError('forbidden', `You have blocked ${peer.name}: /unblock first.`);
	}

	if (peer?.hasBlocked || peer?.isDeleted) {
		throw new ProtocolError('undeliverable', `${peer.name} takes no messages now.`);
	}
};

/** Whether signals pass between the two of a direct conversation; in others they always do. */
export const isReachable = ({peer}: WriterRow): boolean => !peer?.isBlocked && !peer?.hasBlocked;

const checkPermission = async (
	transaction: Transaction,
	{kind, role, settings}: WriterRow,
	sender: number,
): Promise<void> => {
	if (kind === 'group' && settings && !isAllowed(role, settings.permissions.post)) {
		throw new ProtocolError('forbidden', 'Only admins write in this group.');
	}

	if (kind === 'everyone') {
		const {broadcasters} = await readServerSettings(transaction);
		if (broadcasters === 'admins' && !(await transaction.accounts.get(sender))?.isAdmin) {
			throw new ProtocolError('forbidden', 'Only administrators write to everyone here.');
		}
	}
};

/** @throws {ProtocolError} `talk-banned`, `muted`, `forbidden`, `undeliverable` */
export const checkMayWrite = async (
	transaction: Transaction,
	writer: WriterRow,
	sender: Profile,
): Promise<void> => {
	checkRestrictions(writer);
	checkPeer(writer);
	if (writer.kind !== 'direct') {
		await checkPermission(transaction, writer, sender.id);
	}
};

/** Admins are not slowed. @throws {ProtocolError} `slow-mode` */
export const checkPace = ({role, settings, sentAt}: WriterRow): void => {
	const slowMs = settings?.slowMs ?? 0;
	const retryAfterMs = sentAt + slowMs - Date.now();
	if (slowMs > 0 && role === 'member' && retryAfterMs > 0) {
		const seconds = Math.ceil(retryAfterMs / 1_000);
		throw new ProtocolError('slow-mode', `This group is slow: wait ${seconds} s.`, {retryAfterMs});
	}
};
