/** `change-server`: what holds for the whole server; with nothing named, tells how it is set. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {override} from '../override.ts';
import {readServerSettings, writeRetentionSetAt, writeServerSettings} from '../server-settings.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden` */
export const changeServer = (
	session: Session,
	changes: CommandRequest<'change-server'>,
): Promise<CommandReply<'change-server'>> =>
	session.context.store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		const before = await readServerSettings(transaction);
		const settings = override(before, changes);
		if (Object.keys(changes).length > 0) {
			await writeServerSettings(transaction, settings);
			if (settings.retentionMs !== before.retentionMs) {
				await writeRetentionSetAt(transaction, Date.now());
			}

			const detail = JSON.stringify(changes);
			await recordAct(transaction, by, {act: 'change-server', detail});
		}

		return {settings};
	});
