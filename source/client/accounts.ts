/** The accounts of this computer: opening one, and writing a new log-in down. */
import type {CommandReply} from '../protocol/commands.ts';
import {
	type AccountName,
	accountDatabaseFile,
	accountFolder,
	hasAccount,
	noteAccountUse,
} from './account-folders.ts';
import {createClient} from './client.ts';
import type {Client} from './client-api.ts';
import {ClientError} from './client-error.ts';
import type {ClientOptions} from './client-options.ts';
import {openAccountDatabase} from './database/account-database.ts';
import {requireAddress} from './dial.ts';

/**
 * Opens the local copy of an account; shows what it holds before there is any network.
 * The client is not started.
 *
 * @throws {ClientError} `no-account` or `local-data`
 */
export const openAccount = (
	dataDir: string,
	account: AccountName,
	options: ClientOptions = {},
): Client => {
	const known = {name: account.name, server: requireAddress(account.server).text};
	const noAccount = new ClientError(
		'no-account',
		`This computer has no account ${known.name}@${known.server}: log in first.`,
	);
	if (!hasAccount(dataDir, known)) {
		throw noAccount;
	}

	const database = openAccountDatabase(accountDatabaseFile(accountFolder(dataDir, known)));
	const row = database.account.read();
	if (row === undefined) {
		database.close();
		throw noAccount;
	}

	noteAccountUse(dataDir, row);
	return createClient({dataDir, database, account: row, options});
};

/**
 * Writes a new log-in down. What is here of the same account stays; what is here of another one of
 * the same name (the server was made anew) is forgotten.
 */
export const saveLogIn = (
	dataDir: string,
	server: string,
	session: CommandReply<'log-in'>,
): AccountName => {
	const {account, device, token, epoch, log} = session;
	const known = {name: account.name, server};
	const database = openAccountDatabase(accountDatabaseFile(accountFolder(dataDir, known)));
	try {
		database.transaction(() => {
			const before = database.account.read();
			const isSame = before?.id === account.id && before.log === log;
			if (!isSame) {
				database.clear();
			}

			database.account.write({
				...known,
				id: account.id,
				serverName: before?.serverName ?? null,
				device,
				token,
				// The client compares epochs itself and forgets the copy when they differ.
				epoch: isSame ? before.epoch : epoch,
				log,
				cursor: isSame ? before.cursor : 0,
			});
		});
	} finally {
		database.close();
	}

	noteAccountUse(dataDir, known);
	return known;
};
