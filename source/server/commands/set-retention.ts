/** `set-retention`: how long messages of a conversation are kept; with nothing named, tells it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {appendNotice} from '../group-notices.ts';
import {requireVoice} from '../may-write.ts';
import {requireGroupAdmin, requireMember} from '../membership.ts';
import {shorterOf} from '../retention-rule.ts';
import {readServerRetention} from '../server-settings.ts';
import type {Session} from '../session.ts';
import type {ConversationRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

type Request = CommandRequest<'set-retention'>;

/**
 * Of a direct conversation nobody is more the owner than the others: whoever may write there may set it, all see the
 * notice, and a day is left to answer it.
 *
 * @throws {ProtocolError} `not-a-member`, `forbidden`, `talk-banned`, `muted`, `undeliverable`
 */
const checkMaySet = async (
	transaction: Transaction,
	session: Session,
	{log, kind}: ConversationRow,
): Promise<void> => {
	const {id} = session.requireAccount();
	if (kind === 'group') {
		await requireGroupAdmin(transaction, log, id);
	} else if (kind === 'everyone') {
		await requireAdmin(transaction, session);
	} else {
		await requireVoice(transaction, log, id);
	}
};

const change = async (
	transaction: Transaction,
	{log, kind, name}: ConversationRow,
	{sender, retentionMs}: {sender: Profile; retentionMs: number},
): Promise<void> => {
	await transaction.conversations.setRetention(log, {ms: retentionMs, setAt: Date.now()});
	await appendNotice(transaction, {
		log,
		kind: 'retention-changed',
		content: {retentionMs},
		sender,
	});
	if (kind === 'everyone') {
		const detail = JSON.stringify({retentionMs});
		await recordAct(transaction, sender, {act: 'set-retention', target: `#${name}`, detail});
	}
};

/** The same again changes nothing. @throws {ProtocolError} `not-a-member`, `forbidden`, `talk-banned`, `muted`, `undeliverable` */
export const setRetention = (
	session: Session,
	{conversation: log, retentionMs: wanted}: Request,
): Promise<CommandReply<'set-retention'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await requireMember(transaction, log, sender.id);
		const conversation = await transaction.conversations.get(log);
		const before = conversation?.retention.ms ?? 0;
		const retentionMs = wanted ?? before;
		if (conversation !== undefined && wanted !== undefined) {
			await checkMaySet(transaction, session, conversation);
			if (wanted !== before) {
				await change(transaction, conversation, {sender, retentionMs});
			}
		}

		const serverMs = await readServerRetention(transaction);
		return {retentionMs, effectiveMs: shorterOf(retentionMs, serverMs)};
	});
};
