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
	| {
			readonly kind: 'member-added' | 'member-removed';
			readonly log: number;
			readonly account: number;
	  }
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
	/** Runs `run` after the commit, in order with the commit's other effects. */
	afterCommit(run: () => void): void;
};

/**
 * May await nothing but calls of the transaction, and may touch nothing else: it can run twice when a
 * neighbour in the same commit fails.
 */
export type Work<Result> = (transaction: Transaction) => Awaitable<Result>;

export type Store = {
	/** Random id of this history. */
	readonly epoch: string;
	/**
	 * Resolves once everything that `work` wrote is on the disk, after the commit's effects were told.
	 *
	 * @throws what `work` threw (then nothing of it is stored), or {ProtocolError} `storage-full`
	 */
	transact<Result>(work: Work<Result>): Promise<Result>;
	/** Finishes what was taken, then closes. */
	close(): Promise<void>;
};
