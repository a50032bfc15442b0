/** What carries a commit's effects, and passing signals, to whom they concern: the port. */
import type {Presence} from '../../protocol/entities.ts';
import type {HubWatch} from '../hub.ts';
import type {Order} from '../store/order.ts';
import type {Effect} from '../store/store.ts';
import type {ShareThrottle} from '../throttles.ts';

/** A process of the server, as it tells of itself. */
export type NodeReport = {
	readonly name: string;
	readonly connections: number;
	readonly memoryBytes: number;
	readonly uptimeMs: number;
};

/** The other nodes of the server. */
export type Peers = {
	/** Nothing is known of them now. */
	readonly isBlind: boolean;
	readonly nodes: readonly NodeReport[];
	/** How the account is seen at another node; `undefined`: it is at none. */
	presenceOf(account: number): Presence | undefined;
	/** Accounts that are online at another node; some may be named twice. */
	online(): Iterable<number>;
	/** How the account is seen at this node; `undefined`: it has gone. */
	tell(account: number, presence: Presence | undefined): void;
};

/** What the bus needs of the node that it serves. */
export type BusHost = {
	carryOut(order: Order): void;
	/** Somebody who is online here has chosen how to be seen, at whatever node. */
	onPresenceChosen(account: number, presence: Presence): void;
	/** At another node somebody is seen otherwise, and nobody there could tell it. */
	onPresenceChanged(account: number, presence: Presence): void;
	/** Orders were given that this node will never read: whoever is connected has to come anew. */
	onOrdersMissed(): void;
	/** How many there are at this node. */
	connections(): number;
};

/** It is told what the hub follows and signals. */
export type Bus = Omit<HubWatch, 'delivered'> & {
	readonly peers: Peers;
	/** Makes throttles that count for all nodes. */
	readonly share: ShareThrottle;
	/** Before, no order is carried out and nothing comes from other nodes. @throws what the store throws */
	start(host: BusHost): Promise<void>;
	/** Takes what a commit of this node did, in order. */
	commit(effects: readonly Effect[]): void;
	/** Nothing is carried any more. */
	close(): Promise<void>;
};
