/** Gets a password from the environment, a file or a prompt that does not echo; never from the command line. */
import {readFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {Writable} from 'node:stream';
import {CommandFailure} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';

const readPasswordFile = async (file: string): Promise<string> => {
	try {
		const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/);
		return line;
	} catch (error) {
		throw new CommandFailure(`The password file could not be read: ${(error as Error).message}`, {
			cause: error,
		});
	}
};

/** Writes the question and swallows what readline would echo. */
const promptPassword = (question: string): Promise<string> =>
	new Promise((resolve, reject) => {
		process.stderr.write(question);
		const silence = new Writable({write: (_chunk, _encoding, done) => done()});
		const reader = createInterface({input: process.stdin, output: silence, terminal: true});
		let answer: string | undefined;
		reader.once('line', line => {
			answer = line;
			reader.close();
		});
		reader.once('SIGINT', () => reader.close());
		reader.once('close', () => {
			process.stderr.write('\n');
			if (answer === undefined) {
				reject(new CommandFailure('No password was given.'));
			} else {
				resolve(answer);
			}
		});
	});

/** @throws {CommandFailure} when there is no password to be had */
export const readPassword = async (flags: CommandFlags): Promise<string> => {
	if (flags.passwordFile !== undefined) {
		return readPasswordFile(flags.passwordFile);
	}

	if (flags.password !== undefined && flags.password !== '') {
		return flags.password;
	}

	if (!process.stdin.isTTY) {
		throw new CommandFailure(
			'No password: set CHAT_TUI_PASSWORD, use --password-file, or run in a terminal.',
		);
	}

	return promptPassword('Password: ');
};
