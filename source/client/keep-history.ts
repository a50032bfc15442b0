/** Writes down the messages of a copy that is about to be forgotten, as lines that people and programs read. */
import {closeSync, fsyncSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ClientError, messageOf} from './client-error.ts';
import {messageObject} from './message-object.ts';
import {readStored} from './read-entries.ts';
import type {Replica} from './replica.ts';
import type {ConversationState} from './state.ts';
import {targetOf} from './targets.ts';

const entriesPerPage = 1_000;

/** The messages of a conversation, some at a time: a JSON object a line, as `read --json` prints it, with the conversation's name before it. */
function* describeMessages(replica: Replica, conversation: ConversationState): Generator<string> {
	let after = 0;
	for (;;) {
		const page = readStored(replica, conversation.id, {limit: entriesPerPage, after});
		const last = page.at(-1);
		if (last === undefined) {
			return;
		}

		after = last.entry.seq;
		const objects = page.flatMap(({entry, item}) =>
			item?.body.kind === 'message-sent' ? (messageObject(entry, item.body) ?? []) : [],
		);
		const name = targetOf(conversation);
		yield objects.map(object => `${JSON.stringify({in: name, ...object})}\n`).join('');
	}
}

/**
 * Returns the file, for this user alone, in the account's folder; `undefined` when there was no message.
 *
 * @throws {ClientError} `local-data` when the disk refuses: then nothing may be forgotten
 */
export const keepHistory = (replica: Replica): string | undefined => {
	const stamp = new Date().toISOString().replaceAll(/[:.]/g, '');
	const file = join(replica.database.folder, `history-until-${stamp}.jsonl`);
	let descriptor: number | undefined;
	try {
		for (const conversation of replica.store.getState().conversations.values()) {
			for (const lines of describeMessages(replica, conversation)) {
				if (lines !== '') {
					descriptor ??= openSync(file, 'wx', 0o600);
					writeFileSync(descriptor, lines);
				}
			}
		}

		if (descriptor === undefined) {
			return undefined;
		}

		fsyncSync(descriptor);
		return file;
	} catch (error) {
		rmSync(file, {force: true});
		const message = `The history of before cannot be kept in ${file}: ${messageOf(error)}`;
		throw new ClientError('local-data', message, {cause: error});
	} finally {
		if (descriptor !== undefined) {
			closeSync(descriptor);
		}
	}
};
