/** A message as one JSON object: what `chat-tui read --json` prints and what an export holds. */
import type {Entry} from '../protocol/entries.ts';
import {readMessage} from './entry-content.ts';
import type {MessageBody, MessageFile} from './state.ts';

/** What was done to the message since it was sent; nothing of it where nothing was. */
const standingOf = ({editedAt, isRecalled, reactions}: MessageBody) => ({
	...(editedAt === undefined ? {} : {edited: editedAt}),
	...(isRecalled ? {recalled: true} : {}),
	...(reactions.length === 0
		? {}
		: {
				reactions: reactions.map(({emoji, accounts}) => ({
					emoji,
					accounts: accounts.map(({name}) => name),
				})),
			}),
});

/** Scripts do not draw. */
const plainFile = ({preview: _preview, waveform: _waveform, ...file}: MessageFile) => file;

/** `body` is the message as it stands now; `undefined` for an entry that is no message. */
export const messageObject = (entry: Entry, body: MessageBody) => {
	const message = entry.kind === 'message-sent' ? readMessage(entry.content) : undefined;
	if (message === undefined) {
		return undefined;
	}

	const {id, seq, log, sender, at} = entry;
	return {
		...{id, seq, conversation: log, sender: sender?.name ?? '', ...message, text: body.text, at},
		...(body.file === undefined ? {} : {file: plainFile(body.file)}),
		...standingOf(body),
	};
};
