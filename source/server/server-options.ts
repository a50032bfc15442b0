/** How a server is told to be. */
import type {Logger} from 'pino';
import type {BackupTimes} from './backup/backup-schedule.ts';
import type {ConnectionLimits} from './connection-gate.ts';
import type {Registration} from './context.ts';
import type {FilesPlace} from './files/open-files.ts';
import type {HandshakeLimits} from './handshake-queue.ts';
import type {ClusterOptions} from './open-data.ts';
import type {PasswordCost} from './passwords.ts';
import type {Patience} from './patience.ts';

export type ServerOptions = {
	readonly dataDir: string;
	/** @default all addresses */
	readonly host?: string;
	/** 0 takes a free one. */
	readonly port: number;
	readonly registration?: Registration;
	readonly isInsecure?: boolean;
	/** @default the host's name */
	readonly serverName?: string;
	readonly logger?: Logger;
	/** @default true */
	readonly hasRateLimits?: boolean;
	readonly passwordCost?: PasswordCost;
	/** How long after the last connection an account counts as offline. @default 3_000 */
	readonly offlineDelayMs?: number;
	readonly patience?: Partial<Patience>;
	readonly connectionLimits?: ConnectionLimits;
	readonly handshakeLimits?: HandshakeLimits;
	/** Lets other machines read `/metrics`. */
	readonly metricsToken?: string;
	/** Addresses and ranges of proxies that are believed whom they speak for. @default none */
	readonly proxyFrom?: readonly string[];
	/** Whose pages may connect by WebSocket. @default none */
	readonly webOrigins?: readonly string[];
	/** @default one process, with SQLite in its data folder */
	readonly cluster?: ClusterOptions | undefined;
	/** Names this process among those of the server. @default the host's name */
	readonly nodeName?: string | undefined;
	/** Where all nodes reach the files. @default `files/` in the data folder, for one process */
	readonly files?: FilesPlace | undefined;
	/** @default no backups */
	readonly backups?: BackupTimes | undefined;
};
