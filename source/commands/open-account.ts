/** Finds the account that the command line means, and opens its client. */

import {type KnownAccount, listAccounts} from '../client/account-folders.ts';
import {openAccount as openAccountOf} from '../client/accounts.ts';
import type {Client} from '../client/client-api.ts';
import {CertificateError} from '../client/client-error.ts';
import {parseServerAddress} from '../client/server-address.ts';
import {defaultDataFolder} from '../data-folder.ts';
import {historyReset} from '../ui/text-connection.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {printFailure} from './print.ts';

export const dataFolderOf = ({data}: CommandFlags): string => data ?? defaultDataFolder();

/** `NAME@HOST:PORT`; a name cannot hold an `@`. @throws {UsageError} */
const parseAccount = (text: string): {name: string; server: string} => {
	const at = text.indexOf('@');
	const server = parseServerAddress(text.slice(at + 1))?.text;
	if (at < 1 || server === undefined) {
		throw new UsageError(`"${text}" is no NAME@HOST:PORT.`);
	}

	return {name: text.slice(0, at), server};
};

/** @throws {CommandFailure} when this computer knows no such account, or none at all */
export const findAccount = (flags: CommandFlags): KnownAccount => {
	const accounts = listAccounts(dataFolderOf(flags));
	if (flags.account === undefined) {
		const [latest] = accounts;
		if (latest === undefined) {
			throw new CommandFailure(
				'There is no account here yet: chat-tui register HOST:PORT --name NAME makes one.',
			);
		}

		return latest;
	}

	const {name, server} = parseAccount(flags.account);
	const account = accounts.find(known => known.name === name && known.server === server);
	if (account === undefined) {
		throw new CommandFailure(`This computer knows no account ${flags.account}: log in first.`);
	}

	return account;
};

/** What a person can do about a certificate without a screen. */
const certificateAdvice = ({code}: CertificateError): string =>
	code === 'certificate-unknown'
		? ' Compare it with the one that the server printed, and add --accept-fingerprint FINGERPRINT; or trust it unseen by --accept-new.'
		: ' If the change is right: chat-tui login HOST:PORT --name NAME --accept-fingerprint FINGERPRINT';

/** What went wrong, for people; anything but an expected failure stays a crash. */
const toFailure = (error: unknown): unknown => {
	if (!(error instanceof Error && 'code' in error)) {
		return error;
	}

	const advice = error instanceof CertificateError ? certificateAdvice(error) : '';
	return new CommandFailure(`${error.message}${advice}`, {cause: error});
};

/** Gives `work` what failed in it as a sentence and exit status 1. */
export const reportFailures = async <Result>(work: () => Promise<Result>): Promise<Result> => {
	try {
		return await work();
	} catch (error) {
		throw error instanceof CommandFailure ? error : toFailure(error);
	}
};

/** A script's copy is forgotten too when the server was restored: on standard error, so that its output stays what it was. */
const warnOfResets = (client: Client): void => {
	let told = 0;
	client.subscribe(() => {
		const {historyResets = 0, keptHistory} = client.getState();
		if (historyResets > told) {
			told = historyResets;
			printFailure(historyReset(keptHistory));
		}
	});
};

/** Opens the account, starts its client for `work`, and stops it afterwards. */
export const withClient = (
	flags: CommandFlags,
	work: (client: Client) => Promise<number>,
): Promise<number> =>
	reportFailures(async () => {
		const account = findAccount(flags);
		const options = {insecure: flags.insecure ?? false};
		const client = openAccountOf(dataFolderOf(flags), account, options);
		warnOfResets(client);
		client.start();
		try {
			return await work(client);
		} finally {
			await client.stop();
		}
	});
