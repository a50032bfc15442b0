/**
 * The store port: what the rules in `server/commands/` may ask of a database.
 *
 * The rules stand outside; a table only knows rows. Every method may answer at once or by a promise,
 * so that a local file and a database across the network fit the same port.
 */
import type {Entry} from '../../protocol/entries.ts';
import type {AccountTable, DeviceTable, PictureTable, RelationTable} from './account-ports.ts';
import type {Awaitable} from './awaitable.ts';
import type {
	ConversationTable,
	EntryTable,
	MemberTable,
	MessageTable,
} from './conversation-ports.ts';
import type {FileTable} from './file-ports.ts';
import type {Order} from './order.ts';
import type {RetentionTable} from './retention-ports.ts';
import type {
	AuditTable,
	BanTable,
	InvitationTable,
	SettingTable,
	StoreCounts,
} from './server-ports.ts';

/** What happened in a commit, told in order once it is on the disk. */
export type Effect =
	| {readonly kind: 'entry-appended'; readonly entry: Entry}
	/** `id`: the order's number, where orders are stored for other nodes. */
	| {readonly kind: 'ordered'; readonly order: Order; readonly id?: number | undefined}
	| {readonly kind: 'call'; readonly run: () => void};

/** What a commit took: its works and the wait for the disk. */
export type Commit = {readonly seconds: number; readonly works: number};

export type Transaction = {
	readonly accounts: AccountTable;
	readonly devices: DeviceTable;
	readonly conversations: ConversationTable;
	readonly members: MemberTable;
	readonly entries: EntryTable;
	readonly relations: RelationTable;
	readonly pictures: PictureTable;
	readonly messages: MessageTable;
	readonly files: FileTable;
	readonly retention: RetentionTable;
	readonly invitations: InvitationTable;
	readonly bans: BanTable;
	readonly audit: AuditTable;
	readonly settings: SettingTable;
	count(): Awaitable<StoreCounts>;
	/** Every node of the server carries the order out once it is stored; only in works without a scope. */
	order(order: Order): Awaitable<void>;
	/** Runs `run` on this node after the commit, in order with the commit's other effects. */
	afterCommit(run: () => void): void;
};

/**
 * May await nothing but calls of the transaction, and may touch nothing else: it can run twice when a
 * neighbour in the same commit fails.
 */
export type Work<Result> = (transaction: Transaction) => Awaitable<Result>;

/**
 * All that a work writes to, where that is little: entries of one conversation and what stands of them, or what
 * belongs to one account.
 */
export type Scope = {readonly log: number} | {readonly account: number};

export type Store = {
	/** Random id of this history. */
	readonly epoch: string;
	/** Reads one moment of the store; `work` writes nothing and tells nobody. @throws what `work` threw */
	read<Result>(work: Work<Result>): Promise<Result>;
	/**
	 * Resolves once everything that `work` wrote is on the disk, after the commit's effects were told.
	 *
	 * Without a scope no other such work runs at the same time, on any node: what it has read holds until its end.
	 * With one, works of other scopes may run beside it.
	 *
	 * @throws what `work` threw (then nothing of it is stored), or {ProtocolError} `storage-full`
	 */
	transact<Result>(work: Work<Result>, scope?: Scope): Promise<Result>;
	/** Runs `work`, which may take long and is no transaction, while nobody on any node runs another of that name. */
	exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
	/** Finishes what was taken, then closes. */
	close(): Promise<void>;
};
