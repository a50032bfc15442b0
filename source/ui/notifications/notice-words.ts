/** What a notice on the desktop says: of one message, or of all that came while nobody looked. */
import type {ClientState, ConversationState} from '../../client/state.ts';
import type {Entry} from '../../protocol/entries.ts';
import type {TerminalNotice} from '../../terminal/notify-terminal.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {text} from '../text.ts';
import {levelAt} from './quiet-times.ts';

export const messageNotice = (
	{log, sender, content}: Entry,
	conversations: ClientState['conversations'],
): TerminalNotice => {
	const conversation = conversations.get(log);
	const name = sender?.name ?? '';
	const body = typeof content.text === 'string' ? content.text : '';
	const isDirect = conversation === undefined || conversation.kind === 'direct';
	return {
		title: isDirect ? name : text.notifications.inGroup(name, conversation.name),
		body: content.isAction === true ? `* ${name} ${body}` : body,
	};
};

export const summaryNotice = (messages: number, conversations: number): TerminalNotice => ({
	title: text.home.name,
	body: text.notifications.summary(messages, conversations),
});

/** Who wrote the unread messages of a group, as far as the server has told. */
const senders = ({unreadFrom}: ConversationState): string => {
	const names = unreadFrom.map(({account, count}) => `${sanitizeLine(account.name)} ${count}`);
	return names.length === 0 ? '' : ` (${names.join(', ')})`;
};

/**
 * `bob 3, #design 5 (carol 4, dave 1)`: what waits, from the counts alone, before any body has come.
 * Empty when nothing waits. Conversations that are switched off are left out.
 */
export const unreadSummary = (
	{conversations}: Pick<ClientState, 'conversations'>,
	now: number,
): string =>
	[...conversations.values()]
		.filter(({unread, notifications}) => unread > 0 && levelAt(notifications, now) !== 'none')
		.sort((left, right) => right.mentions - left.mentions || right.lastAt - left.lastAt)
		.map(conversation => {
			const {kind, name, unread} = conversation;
			return kind === 'direct'
				? `${sanitizeLine(name)} ${unread}`
				: `#${sanitizeLine(name)} ${unread}${senders(conversation)}`;
		})
		.join(', ');
