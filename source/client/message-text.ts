/** Keeps the stored texts of a message as they stand now: found by search after an edit, gone after a recall. */
import type {StoredEntry} from './database/entry-table.ts';
import {readMessage} from './entry-content.ts';
import {foldMessage} from './message-fold.ts';
import type {Replica} from './replica.ts';

const eraseTexts = (
	{database: {entries}}: Replica,
	message: StoredEntry,
	modifiers: readonly StoredEntry[],
): void => {
	const {log, seq, content} = message;
	const {mentions: _mentions, file: _file, ...rest} = content;
	entries.rewrite(log, seq, {...rest, text: '', isRecalled: true});
	for (const {seq: edit, kind, content: edited} of modifiers) {
		if (kind === 'message-edited' && edited.text !== '') {
			entries.rewrite(log, edit, {message: seq, text: ''});
		}
	}
};

/** Runs inside the transaction, after the entries of the message or of its changes were stored, in any order. */
export const settleText = (replica: Replica, log: number, seq: number): void => {
	const {entries, texts} = replica.database;
	const message = entries.find(log, seq);
	const modifiers = entries.readModifiers(log, seq, seq);
	const folded = message && foldMessage(message, modifiers);
	if (message === undefined || folded === undefined) {
		return;
	}

	if (folded.isRecalled) {
		eraseTexts(replica, message, modifiers);
	}

	// A file is found by its name too.
	const name = folded.isRecalled ? undefined : readMessage(message.content)?.file?.name;
	texts.write(log, seq, name === undefined ? folded.text : `${folded.text}\n${name}`);
};
