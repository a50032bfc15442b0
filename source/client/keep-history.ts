/** Writes down the messages of a copy that is about to be forgotten, as lines that people and programs read. */
import {closeSync, fsyncSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {readMessage} from './entry-content.ts';
import type {Replica} from './replica.ts';
import {targetOf} from './targets.ts';

const linesPerWrite = 1_000;

/** One JSON object a line: `{"in": "#ops", "seq": 7, "id": …, "sender": "bob", "at": 1767225600000, "text": …}`. */
function* describeMessages({database, store}: Replica): Generator<string> {
	const {conversations, people} = store.getState();
	for (const {log, seq, id, sender, at, content, text} of database.entries.readMessages()) {
		const conversation = conversations.get(log);
		const file = readMessage(content)?.file?.name;
		const line = {
			in: conversation === undefined ? log : targetOf(conversation),
			...{seq, id, sender: people.get(sender ?? 0)?.name, at, text: text ?? '', file},
		};
		yield `${JSON.stringify(line)}\n`;
	}
}

function* inBatches(lines: Iterable<string>): Generator<string> {
	let batch: string[] = [];
	for (const line of lines) {
		batch.push(line);
		if (batch.length === linesPerWrite) {
			yield batch.join('');
			batch = [];
		}
	}

	if (batch.length > 0) {
		yield batch.join('');
	}
}

/**
 * Returns the file, for this user alone, in the account's folder; `undefined` when there was no message.
 *
 * @throws when the disk refuses: then nothing may be forgotten
 */
export const keepHistory = (replica: Replica): string | undefined => {
	const stamp = new Date().toISOString().replaceAll(/[:.]/g, '');
	const file = join(replica.database.folder, `history-until-${stamp}.jsonl`);
	let descriptor: number | undefined;
	try {
		for (const batch of inBatches(describeMessages(replica))) {
			descriptor ??= openSync(file, 'wx', 0o600);
			writeSync(descriptor, batch);
		}

		if (descriptor === undefined) {
			return undefined;
		}

		fsyncSync(descriptor);
		return file;
	} finally {
		if (descriptor !== undefined) {
			closeSync(descriptor);
		}
	}
};
