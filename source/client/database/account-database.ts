/** One account's local database: its tables, and transactions over them. */
import {dirname} from 'node:path';
import {SqliteError} from 'better-sqlite3';
import {ClientError} from '../client-error.ts';
import {createAccountTable} from './account-table.ts';
import {createConversationTable} from './conversation-table.ts';
import {createDownloadTable} from './download-table.ts';
import {createDraftTable} from './draft-table.ts';
import {createEntryTable} from './entry-table.ts';
import {createHiddenTable} from './hidden-table.ts';
import {createMessageTextTable} from './message-text-table.ts';
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
		hidden: createHiddenTable(database),
		texts: createMessageTextTable(database),
		outbox: createOutboxTable(database),
		drafts: createDraftTable(database),
		downloads: createDownloadTable(database),
	};
	return {
		...tables,
		/** Where the account's other files belong. */
		folder: dirname(file),

		/**
		 * All or nothing. Takes the write lock at its beginning, so that it never fails half way because
		 * another process of the account writes too.
		 *
		 * @throws {ClientError} `local-data` when the disk refuses, `stopped` after `close`
		 */
		transaction<Result>(work: () => Result): Result {
			if (!database.open) {
				throw new ClientError('stopped', 'The client was stopped.');
			}

			try {
				return run.immediate(work) as Result;
			} catch (error) {
				if (error instanceof SqliteError) {
					const message = `What is kept on this computer cannot be written: ${error.message}.`;
					throw new ClientError('local-data', message, {cause: error});
				}

				throw error;
			}
		},
		/** Forgets everything but the account's own row. */
		clear(): void {
			tables.people.clear();
			tables.conversations.clear();
			tables.texts.clear();
			tables.entries.clear();
			tables.hidden.clear();
			tables.outbox.clear();
			tables.drafts.clear();
			tables.downloads.clear();
		},
		close: () => void database.close(),
	};
};
