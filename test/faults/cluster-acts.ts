/** What the saboteur does to a cluster: to its nodes, and to what they stand on. */
import type {Direction} from './plan.ts';

export const nodeNames = ['node-1', 'node-2', 'node-3'] as const;

export type NodeName = (typeof nodeNames)[number];

/** Which node is in a network namespace, where the machine has them. */
export const looseNode: NodeName = 'node-3';

/** `cut`: connections end, new ones are refused. `stall`: they stay, and carry nothing. */
export type Parting = 'cut' | 'stall';

/** `holdMs` passes until it lets go again. */
export type ClusterAct =
	| {readonly kind: 'kill-node'; readonly node: NodeName; readonly holdMs: number}
	/** SIGTERM: it tells its clients, and ends. */
	| {readonly kind: 'stop-node'; readonly node: NodeName; readonly holdMs: number}
	/** SIGSTOP. */
	| {readonly kind: 'freeze-node'; readonly node: NodeName; readonly holdMs: number}
	| {readonly kind: 'kill-all-nodes'; readonly holdMs: number}
	| {readonly kind: 'kill-redis'; readonly holdMs: number}
	| {readonly kind: 'flush-redis'}
	/** CLIENT PAUSE ALL. */
	| {readonly kind: 'pause-redis'; readonly holdMs: number}
	/** Subscribers may leave next to nothing unread, and are flooded: Redis ends their connections. */
	| {readonly kind: 'overflow-redis'; readonly floods: number}
	/** SIGSTOP: its connections stay, and nobody answers. */
	| {readonly kind: 'freeze-redis'; readonly holdMs: number}
	/** The node is cut off from Redis alone. */
	| {
			readonly kind: 'part-redis';
			readonly node: NodeName;
			readonly parting: Parting;
			readonly holdMs: number;
	  }
	/** What the loose node and Redis send each other gets lost, packet by packet. */
	| {readonly kind: 'lose-redis'; readonly holdMs: number}
	/** `fast` ends all connections, `immediate` is a crash. */
	| {
			readonly kind: 'restart-postgres';
			readonly how: 'fast' | 'immediate';
			readonly holdMs: number;
	  }
	/** The node loses PostgreSQL after so many bytes: perhaps between a commit and its answer. */
	| {
			readonly kind: 'part-postgres';
			readonly node: NodeName;
			readonly parting: Parting;
			readonly direction: Direction;
			readonly bytes: number;
			readonly holdMs: number;
	  }
	| {readonly kind: 'reload-balancer'}
	| {readonly kind: 'kill-balancer'; readonly holdMs: number};
