/** What the sessions and commands of one server share. */
import type {Logger} from 'pino';
import type {AddressBans} from './bans.ts';
import type {Peers} from './bus/bus.ts';
import type {ConnectionGate} from './connection-gate.ts';
import type {FileStore} from './files/file-store.ts';
import type {Uploads} from './files/uploads.ts';
import type {Hub} from './hub.ts';
import type {Metrics} from './metrics.ts';
import type {Passwords} from './passwords.ts';
import type {Patience} from './patience.ts';
import type {PresenceBoard} from './presence.ts';
import type {Session} from './session.ts';
import type {SessionRegistry} from './session-registry.ts';
import type {Shutdown} from './shutdown.ts';
import type {Store} from './store/store.ts';
import type {Throttles} from './throttles.ts';

export type Registration = 'open' | 'invite' | 'closed';

export type ServerContext = {
	readonly store: Store;
	readonly files: FileStore;
	readonly uploads: Uploads;
	readonly hub: Hub;
	readonly metrics: Metrics;
	readonly presence: PresenceBoard;
	readonly sessions: SessionRegistry;
	readonly gate: ConnectionGate;
	readonly addressBans: AddressBans;
	readonly shutdown: Shutdown;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly patience: Patience;
	readonly passwords: Passwords;
	readonly throttles: Throttles;
	/** Off only for measuring and for tests of other things. */
	readonly hasRateLimits: boolean;
	readonly registration: Registration;
	readonly serverName: string;
	/** Names this process among those of the server. */
	readonly nodeName: string;
	/** The other processes. */
	readonly peers: Peers;
	readonly logger: Logger;
	onSessionClosed(session: Session): void;
};
