/** What a run leaves on the disks of both sides, and what the checker says of it. */
import {checkChanges, checkMessages, checkReplica, checkServer} from './checker.ts';
import type {Ledger} from './ledger.ts';
import {readPostgres} from './postgres-truth.ts';
import {nameOf} from './scene.ts';
import {readReplica, readSqlite, type ServerPlace} from './truth.ts';

/** All processes have stopped. */
export type Evidence = {
	readonly server: ServerPlace;
	/** Device label → its local database. */
	readonly replicas: ReadonlyMap<string, string>;
	readonly ledger: Ledger;
};

export type Findings = {
	/** Empty when the promise held. */
	readonly broken: readonly string[];
	/** How many entries the server's logs hold. */
	readonly entries: number;
	/** How many messages devices show as refused. */
	readonly refused: number;
};

export const examine = async ({server, replicas, ledger}: Evidence): Promise<Findings> => {
	const {folder, database} = server;
	const truth = database === undefined ? readSqlite(folder) : await readPostgres(folder, database);
	const copies = [...replicas].map(([label, file]) => ({label, copy: readReplica(file)}));
	const refused = new Set(copies.flatMap(({copy}) => [...copy.refused.keys()]));
	const broken = [
		...checkServer(truth),
		...checkMessages({
			queued: ledger.queued.keys(),
			acknowledged: ledger.acknowledged,
			refused,
			logs: truth.logs,
		}),
		...checkChanges(ledger.changes, truth.logs),
		...copies.flatMap(({label, copy}) => checkReplica(label, nameOf(label), copy, truth)),
	];
	const entries = [...truth.logs.values()].reduce((sum, log) => sum + log.length, 0);
	return {broken, entries, refused: refused.size};
};
