/** Fills a client's data folder the way a person would: logs in and reads every conversation to its beginning. */
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {password} from '../generator/stage-chat-tui.ts';
import {accountName, contactNames, groupNames, messagesPerConversation} from './picture.ts';

export const programFile = fileURLToPath(new URL('../../dist/chat-tui.js', import.meta.url));

const run = promisify(execFile);
const outputBytesMax = 64 * 1024 * 1024;
/** The join entries of a conversation come on top of its messages. */
const entriesSpare = 50;

/** `port` is a server's with the seeded history; afterwards `folder` holds the copy of it. */
export const seedAccount = async (port: number, folder: string): Promise<void> => {
	const chatTui = (...words: readonly string[]) =>
		run(process.execPath, [programFile, ...words, '--data', folder], {
			env: {...process.env, CHAT_TUI_PASSWORD: password},
			maxBuffer: outputBytesMax,
		});
	await chatTui('login', `127.0.0.1:${port}`, '--name', accountName, '--accept-new');
	const targets = [...contactNames.map(name => `@${name}`), ...groupNames.map(name => `#${name}`)];
	for (const target of targets) {
		await chatTui(
			'read',
			target,
			'--limit',
			String(messagesPerConversation + entriesSpare),
			'--json',
		);
	}
};
