/** `chat-tui register` and `chat-tui login`: an account for this computer, with no screen. */
import {createInterface} from 'node:readline/promises';
import {fetchCertificate} from '../client/dial.ts';
import {findPin} from '../client/known-servers.ts';
import {parseServerAddress} from '../client/server-address.ts';
import {type LogInOptions, logIn, register} from '../client/sign-in.ts';
import {UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {dataFolderOf, reportFailures} from './open-account.ts';
import {printLine, printObject} from './print.ts';
import {readPassword} from './read-password.ts';

type Trust = Pick<LogInOptions, 'acceptNew' | 'acceptFingerprint'>;

const ask = async (question: string): Promise<string> => {
	const reader = createInterface({input: process.stdin, output: process.stderr});
	try {
		return (await reader.question(question)).trim().toLowerCase();
	} finally {
		reader.close();
	}
};

/** Asks a person about a certificate never seen before; where nobody can be asked, the log-in itself refuses. */
const decideTrust = async (server: string, flags: CommandFlags): Promise<Trust> => {
	const {acceptFingerprint, acceptNew = false, insecure = false} = flags;
	if (acceptFingerprint !== undefined) {
		return {acceptFingerprint};
	}

	const isKnown = findPin(dataFolderOf(flags), server) !== undefined;
	if (acceptNew || insecure || isKnown || !process.stdin.isTTY) {
		return {acceptNew};
	}

	const {fingerprint, isVouchedFor} = await fetchCertificate(server);
	if (isVouchedFor) {
		return {};
	}

	process.stderr.write(
		`This computer has not met ${server} before. Its certificate's fingerprint is\n  ${fingerprint}\n`,
	);
	const answer = await ask('Is it the one that the server printed? (yes/no) ');
	return answer === 'yes' || answer === 'y' ? {acceptFingerprint: fingerprint} : {};
};

/** @throws {UsageError | CommandFailure} */
export const logInCommand = (
	command: 'register' | 'login',
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> =>
	reportFailures(async () => {
		const [address = '', ...others] = words;
		const server = parseServerAddress(address)?.text;
		if (server === undefined || others.length > 0 || flags.name === undefined) {
			throw new UsageError(`Usage: chat-tui ${command} HOST:PORT --name NAME`);
		}

		const trust = await decideTrust(server, flags);
		const options = {
			...trust,
			dataDir: dataFolderOf(flags),
			server,
			name: flags.name,
			password: await readPassword(flags),
			insecure: flags.insecure ?? false,
			...(flags.device === undefined ? {} : {device: flags.device}),
			...(flags.code === undefined ? {} : {code: flags.code}),
		};
		const client = await (command === 'register' ? register(options) : logIn(options));
		const {account} = client.getState();
		await client.stop();
		await (flags.json
			? printObject({account: account.id, name: account.name, server})
			: printLine(`You are logged in as ${account.name}@${server}.`));
		return 0;
	});
