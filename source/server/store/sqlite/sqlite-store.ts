/** The store in one SQLite file: the default, for one server. */
import {randomUUID} from 'node:crypto';
import {join} from 'node:path';
import type {Database} from 'better-sqlite3';
import {KeyedLock} from '../../../turns/keyed-lock.ts';
import {finishRestore} from '../../backup/finish-restore.ts';
import type {Commit, Effect, Store, Transaction} from '../store.ts';
import {accountTable} from './account-table.ts';
import type {Changes} from './changes.ts';
import {conversationTable} from './conversation-table.ts';
import {deviceTable} from './device-table.ts';
import {entryTable, HeadMemory} from './entry-table.ts';
import {fileTable} from './file-table.ts';
import {GroupCommit} from './group-commit.ts';
import {lockFolder} from './lock-folder.ts';
import {memberTable} from './member-table.ts';
import {messageTable} from './message-table.ts';
import {auditTable, banTable} from './moderation-tables.ts';
import {openDatabase} from './open-database.ts';
import {pictureTable} from './picture-table.ts';
import {relationTable} from './relation-table.ts';
import {retentionTable} from './retention-table.ts';
import {invitationTable, prepareCount, settingTable} from './small-tables.ts';
import {WriterMemory} from './writer-memory.ts';

export const databaseFile = (folder: string): string => join(folder, 'server.db');

const createTransaction = (
	database: Database,
	changes: Changes,
	heads: HeadMemory,
): Transaction => ({
	accounts: accountTable(database, changes),
	devices: deviceTable(database, changes),
	conversations: conversationTable(database, changes),
	members: memberTable(database, changes),
	entries: entryTable(database, changes, heads),
	relations: relationTable(database, changes),
	pictures: pictureTable(database, changes),
	messages: messageTable(database, changes),
	files: fileTable(database, changes),
	retention: retentionTable(database, changes),
	invitations: invitationTable(database, changes),
	bans: banTable(database, changes),
	audit: auditTable(database, changes),
	settings: settingTable(database, changes),
	count: prepareCount(database),
	order(order) {
		changes.effects.push({kind: 'ordered', order});
	},
	afterCommit(run) {
		changes.effects.push({kind: 'call', run});
	},
});

/** The random id of this history: made with the database, kept in it. */
const readEpoch = async (commits: GroupCommit): Promise<string> =>
	commits.transact(async ({settings}) => {
		const known = await settings.get('epoch');
		const epoch = known ?? randomUUID();
		if (known === undefined) {
			await settings.set('epoch', epoch);
		}

		return epoch;
	});

/**
 * Opens (or makes) the store in `folder`, which must exist. `onCommitted` gets each commit's effects
 * in the order in which they happened, before anybody's `transact` resolves.
 *
 * @throws {StartFailure} when another server uses the folder, or a newer program wrote the database
 */
export const openSqliteStore = async (options: {
	folder: string;
	onCommitted: (effects: readonly Effect[], commit: Commit) => void;
}): Promise<Store> => {
	const {folder, onCommitted} = options;
	const unlock = lockFolder(folder);
	let database: Database | undefined;
	try {
		finishRestore(folder);
		const opened = openDatabase(databaseFile(folder));
		database = opened;
		const changes: Changes = {writes: 0, effects: [], writers: new WriterMemory()};
		const heads = new HeadMemory(opened);
		const transaction = createTransaction(opened, changes, heads);
		const onRollback = () => {
			heads.forget();
			changes.writers.forget();
		};
		const locks = new KeyedLock();
		const commits = new GroupCommit({
			database: opened,
			transaction,
			changes,
			onRollback,
			onCommitted,
		});
		return {
			epoch: await readEpoch(commits),
			read: work => commits.transact(work),
			transact: work => commits.transact(work),
			exclusively: (name, work) => locks.run(name, work),
			async close() {
				await commits.drain();
				opened.close();
				unlock();
			},
		};
	} catch (error) {
		database?.close();
		unlock();
		throw error;
	}
};
