/** One account's local database: its tables, and transactions over them. */
import {createAccountTable} from './account-table.ts';
import {createConversationTable} from './conversation-table.ts';
import {createDraftTable} from './draft-table.ts';
import {createEntryTable} from './entry-table.ts';
import {migrations} from './migrations.ts';
import {openDatabase} from './open-database.ts';
import {createOutboxTable} from './outbox-table.ts';
import {createPersonTable} from './person-table.ts';

export type AccountDatabase = ReturnType<typeof openAccountDatabase>;

/** @throws {ClientError} `local-data` */
export const openAccountDatabase = (file: string) => {
	const database = openDatabase(file, migrations);
	const run = database.transaction((work: () => unknown) => work());
	const tables = {
		account: createAccountTable(database),
		people: createPersonTable(database),
		conversations: createConversationTable(database),
		entries: createEntryTable(database),
		outbox: createOutboxTable(database),
		drafts: createDraftTable(database),
	};
	return {
		...tables,

		/**
		 * All or nothing. Takes the write lock at its beginning, so that it never fails half way because
		 * another process of the account writes too.
		 */
		transaction: <Result>(work: () => Result): Result => run.immediate(work) as Result,
		/** Forgets everything but the account's own row. */
		clear(): void {
			tables.people.clear();
			tables.conversations.clear();
			tables.entries.clear();
			tables.outbox.clear();
			tables.drafts.clear();
		},
		close: () => void database.close(),
	};
};
