/** The one account of a database: who, where, its token, and how far its private log took effect. */
import type {Database} from 'better-sqlite3';
import type {Friendship, Person, Preferences, Presence, Restriction} from '../state.ts';

export type AccountRow = {
	readonly id: number;
	readonly name: string;
	/** `HOST:PORT` */
	readonly server: string;
	readonly serverName: string | null;
	readonly device: number;
	/** `null` when the device is logged out. */
	readonly token: string | null;
	readonly epoch: string;
	/** The account's private log. */
	readonly log: number;
	/** Newest entry of that log that took effect here. */
	readonly cursor: number;
};

/** What all devices of the account share, beside its conversations. */
export type SharedAccount = {
	readonly account: Person;
	readonly presence: Presence;
	readonly preferences: Preferences;
	readonly talkBan?: Restriction | undefined;
	readonly friends: readonly (readonly [number, Friendship])[];
	readonly blocked: readonly number[];
};

export const createAccountTable = (database: Database) => {
	const read = database.prepare<[], AccountRow>(
		`SELECT id, name, server, server_name AS serverName, device, token, epoch, log, cursor FROM account`,
	);
	const write = database.prepare<AccountRow>(
		`INSERT INTO account (row, id, name, server, server_name, device, token, epoch, log, cursor)
		VALUES (1, @id, @name, @server, @serverName, @device, @token, @epoch, @log, @cursor)
		ON CONFLICT (row) DO UPDATE SET id = excluded.id, name = excluded.name, server = excluded.server,
			server_name = excluded.server_name, device = excluded.device, token = excluded.token,
			epoch = excluded.epoch, log = excluded.log, cursor = excluded.cursor`,
	);
	const moveCursor = database.prepare<[number]>('UPDATE account SET cursor = MAX(cursor, ?)');
	const setServerName = database.prepare<[string]>('UPDATE account SET server_name = ?');
	const setEpoch = database.prepare<[string]>('UPDATE account SET epoch = ?, cursor = 0');
	const readShared = database.prepare<[], string | null>('SELECT shared FROM account').pluck();
	const writeShared = database.prepare<[string]>('UPDATE account SET shared = ?');
	const dropToken = database.prepare<[string]>('UPDATE account SET token = NULL WHERE token = ?');

	return {
		/** `undefined` until the first log-in was written. */
		read: () => read.get(),
		write: (row: AccountRow) => void write.run(row),
		/** Never moves back: another process of the account may be ahead. */
		moveCursor: (seq: number) => void moveCursor.run(seq),
		setServerName: (name: string) => void setServerName.run(name),
		/** A new epoch is a new history: its cursor starts at 0. */
		setEpoch: (epoch: string) => void setEpoch.run(epoch),
		/** `undefined` until the server has told. */
		readShared: (): SharedAccount | undefined => {
			const json = readShared.get() ?? null;
			return json === null ? undefined : (JSON.parse(json) as SharedAccount);
		},
		writeShared: (shared: SharedAccount) => void writeShared.run(JSON.stringify(shared)),
		/** Forgets `token`, unless another process has logged in anew meanwhile. */
		dropToken: (token: string) => void dropToken.run(token),
	};
};
