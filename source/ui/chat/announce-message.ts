/** Tells somebody who looks elsewhere that a message came which is meant for them. */
import type {Client} from '../../client/client-api.ts';
import type {ClientState} from '../../client/state.ts';
import type {Entry} from '../../protocol/entries.ts';
import {noticeSequence} from '../../terminal/notify-terminal.ts';
import type {ScreenHost} from '../screen-host.ts';

/** A burst of messages rings once. */
const noticeIntervalMsMin = 5_000;

/** Direct messages, and those in groups that name this account. */
const isForMe = (
	{log, kind, sender, content}: Entry,
	{account, conversations}: ClientState,
): boolean =>
	kind === 'message-sent' &&
	sender?.id !== account.id &&
	(conversations.get(log)?.kind === 'direct' ||
		(Array.isArray(content.mentions) && content.mentions.includes(account.id)));

/** Follows the client until it is told to stop. What was missed while away is not announced one by one. */
export const announceMessages = (host: ScreenHost, client: Client): (() => void) => {
	let announcedAt = 0;
	return client.onEntry((entry, {isCatchUp}) => {
		const {isTerminalFocused} = host.view.getState();
		const now = Date.now();
		if (
			isTerminalFocused ||
			isCatchUp ||
			now - announcedAt < noticeIntervalMsMin ||
			!isForMe(entry, client.getState())
		) {
			return;
		}

		announcedAt = now;
		const body = typeof entry.content.text === 'string' ? entry.content.text : '';
		host.sendToTerminal(noticeSequence({title: entry.sender?.name ?? '', body}));
	});
};
