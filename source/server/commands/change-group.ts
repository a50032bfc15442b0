/** `change-group`: an admin of the group sets its topic, title, openness, permissions or pace. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {GroupSettings} from '../../protocol/entities.ts';
import {defaultGroupSettings} from '../defaults.ts';
import {appendNotice} from '../group-notices.ts';
import {requireVoice} from '../may-write.ts';
import {requireGroupAdmin} from '../membership.ts';
import {override} from '../override.ts';
import type {Session} from '../session.ts';

/** What differs from before, in whole fields. */
const findChanges = (before: GroupSettings, next: GroupSettings): Partial<GroupSettings> =>
	Object.fromEntries(
		Object.entries(next).filter(
			([field, value]) =>
				JSON.stringify(value) !== JSON.stringify(before[field as keyof GroupSettings]),
		),
	);

/** Who may not write sets no title and no topic. @throws {ProtocolError} `not-a-member`, `forbidden`, `talk-banned`, `muted` */
export const changeGroup = (
	session: Session,
	{conversation: log, permissions, ...fields}: CommandRequest<'change-group'>,
): Promise<CommandReply<'change-group'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {group} = await requireGroupAdmin(transaction, log, sender.id);
		const before = group.settings ?? defaultGroupSettings;
		const next = override(before, {
			...fields,
			permissions: override(before.permissions, permissions ?? {}),
		});
		const changes = findChanges(before, next);
		if (changes.title !== undefined || changes.topic !== undefined) {
			await requireVoice(transaction, log, sender.id);
		}

		if (Object.keys(changes).length > 0) {
			await transaction.conversations.setSettings(log, next);
			await appendNotice(transaction, {log, kind: 'group-changed', content: changes, sender});
		}

		return {};
	});
};
