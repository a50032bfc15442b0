/** The store in a PostgreSQL database, for any number of nodes: the only truth that they share. */
import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import type {ClusterStore} from '../cluster-store.ts';
import type {Commit, Effect, Transaction, Work} from '../store.ts';
import {accountTable} from './account-table.ts';
import {Connections, type StoreLogger} from './connections.ts';
import {conversationTable} from './conversation-table.ts';
import {deviceTable} from './device-table.ts';
import {entryTable} from './entry-table.ts';
import {isConnectionLost, isInTheWay, patienceMs, pauseMs, toStoreError} from './faults.ts';
import {fileTable} from './file-table.ts';
import {GroupCommit} from './group-commit.ts';
import {memberTable} from './member-table.ts';
import {messageTable} from './message-table.ts';
import {auditTable, banTable} from './moderation-tables.ts';
import {NamedLocks} from './named-locks.ts';
import {openDatabase} from './open-database.ts';
import {addOrder, readLastOrder, readOrders} from './order-table.ts';
import {pictureTable} from './picture-table.ts';
import {relationTable} from './relation-table.ts';
import {retentionTable} from './retention-table.ts';
import type {Session} from './session.ts';
import {countAll, invitationTable, settingTable} from './small-tables.ts';
import {TellingOrder} from './telling-order.ts';
import {Transactions} from './transactions.ts';

export const defaultPoolSize = 16;

/** Works that hold a named lock at the same time. */
const namedLocksMax = 4;

/** A transaction, and what only this store reads. */
type ClusterTransaction = Transaction & {readonly session: Session};

const createTransaction = (session: Session): ClusterTransaction => ({
	session,
	accounts: accountTable(session),
	devices: deviceTable(session),
	conversations: conversationTable(session),
	members: memberTable(session),
	entries: entryTable(session),
	relations: relationTable(session),
	pictures: pictureTable(session),
	messages: messageTable(session),
	files: fileTable(session),
	retention: retentionTable(session),
	invitations: invitationTable(session),
	bans: banTable(session),
	audit: auditTable(session),
	settings: settingTable(session),
	count: () => countAll(session),
	order: order => addOrder(session, order),
	afterCommit(run) {
		session.effects.push({kind: 'call', run});
	},
});

/** The random id of this history: made with the database, kept in it. */
const readEpoch = (commits: GroupCommit): Promise<string> =>
	commits.transact(async ({settings}) => {
		const known = await settings.get('epoch');
		const epoch = known ?? randomUUID();
		if (known === undefined) {
			await settings.set('epoch', epoch);
		}

		return epoch;
	}, undefined);

/** Runs a work that reads; again, when its connection is lost. */
const retryRead = async <Result>(read: () => Promise<Result>): Promise<Result> => {
	const deadline = performance.now() + patienceMs;
	for (let tries = 1; ; tries += 1) {
		try {
			return await read();
		} catch (error) {
			const wait = pauseMs(tries);
			const isPassing = isConnectionLost(error) || isInTheWay(error);
			if (!isPassing || performance.now() + wait > deadline) {
				throw toStoreError(error);
			}

			await pause(wait);
		}
	}
};

/**
 * Opens the store in the database of `url`, which must exist; its tables are made where they are missing. `onCommitted`
 * gets each commit's effects before anybody's `transact` resolves; the entries of a log come in their order.
 *
 * @throws {StartFailure} when the database cannot be used, or a newer program wrote it
 */
export const openPostgresStore = async (options: {
	url: string;
	onCommitted: (effects: readonly Effect[], commit: Commit) => void;
	/** Connections for transactions; a few more are for locks. @default 16 */
	poolSize?: number;
	logger?: StoreLogger;
}): Promise<ClusterStore> => {
	const {url, onCommitted, poolSize = defaultPoolSize, logger} = options;
	const locks = await openDatabase(url);
	const connections = new Connections({url, max: poolSize, logger});
	const lockConnections = new Connections({url, max: namedLocksMax, isPatient: true, logger});
	const order = new TellingOrder();
	const transactions = new Transactions({
		connections,
		createTransaction,
		order,
		aloneLock: locks.alone,
	});
	const commits = new GroupCommit({connections, transactions, order, onCommitted});
	const names = new NamedLocks(lockConnections, locks.named);
	let closed: Promise<void> | undefined;
	const closeAll = async (): Promise<void> => {
		await commits.drain();
		await connections.close();
		await lockConnections.close();
	};
	const close = (): Promise<void> => {
		closed ??= closeAll();
		return closed;
	};
	const read = async <Result>(work: Work<Result>): Promise<Result> => {
		const startedAt = performance.now();
		const {outcome, effects} = await retryRead(() =>
			connections.run(() => transactions.read(work)),
		);
		if ('error' in outcome) {
			throw outcome.error;
		}

		if (effects.length > 0) {
			onCommitted(effects, {seconds: (performance.now() - startedAt) / 1_000, works: 1});
		}

		return outcome.result;
	};
	const readSession = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
		read(transaction => work((transaction as ClusterTransaction).session));
	try {
		return {
			epoch: await readEpoch(commits),
			read,
			transact: (work, scope) => commits.transact(work, scope),
			exclusively: (name, work) => names.run(name, work),
			lastOrder: () => readSession(readLastOrder),
			listOrders: (after, limit) => readSession(session => readOrders(session, after, limit)),
			ping: () => readSession(session => session.command('SELECT 1')),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
};
