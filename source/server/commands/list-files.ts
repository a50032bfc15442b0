/** `list-files`: what files a conversation holds, the newest first. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {firstVisible} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const listFiles = (
	session: Session,
	{conversation, kind, before, limit = limits.listPageMax}: CommandRequest<'list-files'>,
): Promise<CommandReply<'list-files'>> => {
	const {id} = session.requireAccount();
	return session.context.store.read(async ({conversations, members, entries, files}) => {
		const member = await members.get(conversation, id);
		const row = await conversations.get(conversation);
		if (member === undefined || row === undefined) {
			throw new ProtocolError('not-a-member');
		}

		const seqs = await files.listUses(conversation, {
			kind,
			first: firstVisible(row, member),
			before: before ?? Number.MAX_SAFE_INTEGER,
			limit: limit + 1,
		});
		const listed: CommandReply<'list-files'>['files'] = [];
		for (const seq of seqs.slice(0, limit)) {
			const entry = await entries.get(conversation, seq);
			const {file} = (entry?.content ?? {}) as Partial<EntryContent<'message-sent'>>;
			if (entry !== undefined && file !== undefined) {
				const {id: message, sender, at} = entry;
				listed.push({
					seq,
					...(message === undefined ? {} : {id: message}),
					...(sender === undefined ? {} : {sender}),
					at,
					file,
				});
			}
		}

		return {files: listed, more: seqs.length > limit};
	});
};
