/** What happens to members of a group, said in its log. */
import type {Profile} from '../protocol/entities.ts';
import type {EntryContent} from '../protocol/entries.ts';
import type {Transaction} from './store/store.ts';

type NoticeKind =
	| 'group-changed'
	| 'group-deleted'
	| 'retention-changed'
	| 'member-muted'
	| 'member-unmuted'
	| 'member-unbanned'
	| 'member-role-changed';

export const appendNotice = async <Kind extends NoticeKind>(
	{entries}: Transaction,
	notice: {log: number; kind: Kind; content: EntryContent<Kind>; sender: Profile},
): Promise<void> => {
	await entries.append(notice);
};
