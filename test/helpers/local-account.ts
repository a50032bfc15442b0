/** An account's local database as a log-in leaves it, for tests that need no server. */

import {accountDatabaseFile, accountFolder} from '../../source/client/account-folders.ts';
import {saveLogIn} from '../../source/client/accounts.ts';
import {applyConversation} from '../../source/client/apply/apply-conversation.ts';
import {openAccountDatabase} from '../../source/client/database/account-database.ts';
import {createReplica, type Replica} from '../../source/client/replica.ts';
import type {Conversation} from '../../source/protocol/entities.ts';
import type {Entry} from '../../source/protocol/entries.ts';

export const me = {id: 1, name: 'alice'};
export const bob = {id: 2, name: 'bob'};
export const carol = {id: 3, name: 'carol'};
/** Nobody listens there. */
export const nowhere = '127.0.0.1:1';
export const accountLog = 1_000;

export const makeLocalAccount = (dataDir: string, server = nowhere) =>
	saveLogIn(dataDir, server, {
		account: me,
		device: 7,
		log: accountLog,
		head: 0,
		epoch: 'first',
		token: 'token',
	});

export const openLocalReplica = (dataDir: string): Replica => {
	const database = openAccountDatabase(
		accountDatabaseFile(accountFolder(dataDir, {name: me.name, server: nowhere})),
	);
	const account = database.account.read();
	if (account === undefined) {
		throw new Error('there is no account');
	}

	return createReplica(database, account);
};

export const told = (changes: Partial<Conversation> = {}): Conversation => ({
	id: 10,
	kind: 'group',
	name: 'ops',
	role: 'member',
	notifications: {level: 'all'},
	pins: [],
	first: 1,
	trimmed: 0,
	retentionMs: 0,
	unreadFrom: [],
	memberCount: 3,
	head: 0,
	readSeq: 0,
	unread: 0,
	mentions: 0,
	lastAt: 0,
	...changes,
});

export const tell = (replica: Replica, ...conversations: readonly Conversation[]): void => {
	replica.change(draft => {
		for (const conversation of conversations) {
			applyConversation(draft, conversation);
		}
	});
};

/** A message of bob's in conversation 10. */
export const message = (seq: number, changes: Partial<Entry> = {}): Entry => ({
	log: 10,
	seq,
	kind: 'message-sent',
	sender: bob,
	at: 1_700_000_000_000 + seq,
	content: {text: `message ${seq}`},
	...changes,
});

/** Messages `first`..`last`. */
export const messages = (first: number, last: number): Entry[] =>
	Array.from({length: last - first + 1}, (_, index) => message(first + index));
