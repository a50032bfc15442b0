/** Which accounts this computer knows, and where they are. */
import {basename} from 'node:path';
import {expect, test} from 'vitest';
import {accountFolder, listAccounts} from '../../source/client/account-folders.ts';
import {openAccount, saveLogIn} from '../../source/client/accounts.ts';
import {ClientError} from '../../source/client/client-error.ts';
import {
	accountLog,
	makeLocalAccount,
	nowhere,
	openLocalReplica,
	tell,
	told,
} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

test.each([
	[{name: 'Bob', server: 'chat.example.org:7800'}, 'bob@chat.example.org_7800'],
	[{name: '小明', server: '[::1]:7801'}, '小明@%5b%3a%3a1%5d_7801'],
	[{name: '../etc', server: 'a/b:1'}, '..%2fetc@a%2fb_1'],
])('%j has a folder name that every file system takes', (account, folder) => {
	expect(basename(accountFolder('/data', account))).toBe(folder);
});

test('accounts are listed with the last used one first', async () => {
	const dataDir = temporaryFolder();
	expect(listAccounts(dataDir)).toEqual([]);
	const servers = ['127.0.0.1:1', '127.0.0.1:2'];
	for (const server of servers) {
		makeLocalAccount(dataDir, server);
	}

	// The clock of the file system may be coarse: open until the order shows.
	await waitFor(async () => {
		await openAccount(dataDir, {name: 'Alice', server: '127.0.0.1:1'}).stop();
		return listAccounts(dataDir)[0]?.server === '127.0.0.1:1';
	});
	expect(listAccounts(dataDir).map(({name, server}) => ({name, server}))).toEqual([
		{name: 'alice', server: '127.0.0.1:1'},
		{name: 'alice', server: '127.0.0.1:2'},
	]);
});

test('an account that is not here is refused in words', () => {
	const open = () => openAccount(temporaryFolder(), {name: 'alice', server: nowhere});
	expect(open).toThrow(ClientError);
	expect(open).toThrow('This computer has no account alice@127.0.0.1:1: log in first.');
});

test('an account of the same name on a server that was made anew begins empty', () => {
	const dataDir = temporaryFolder();
	const logIn = (id: number): void => {
		const account = {id, name: 'alice'};
		saveLogIn(dataDir, nowhere, {
			account,
			device: 1,
			log: accountLog + id,
			head: 0,
			epoch: `${id}`,
			token: 'token',
		});
	};

	const conversations = (): number => {
		const replica = openLocalReplica(dataDir);
		const {size} = replica.store.getState().conversations;
		replica.database.close();
		return size;
	};

	logIn(1);
	const replica = openLocalReplica(dataDir);
	tell(replica, told());
	replica.database.close();
	logIn(1);
	expect(conversations()).toBe(1);
	logIn(5);
	expect(conversations()).toBe(0);
});
