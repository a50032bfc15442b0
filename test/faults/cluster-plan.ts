/** From a seed to a plan against a cluster. Pure: one seed, one plan. */
import {type ClusterAct, nodeNames, type Parting} from './cluster-acts.ts';
import {type Act, actOf, type Dice, type Direction, type Plan, planWith} from './plan.ts';

/** What a single server is struck by as well. */
const sharedKinds = ['client-kill', 'cut', 'stall', 'half-open', 'reconnect'] as const;

const ownKinds = [
	'node-kill',
	'node-stop',
	'node-freeze',
	'node-clock',
	'all-nodes-kill',
	'redis-kill',
	'redis-flush',
	'redis-pause',
	'redis-overflow',
	'redis-freeze',
	'redis-part',
	'redis-lost',
	'postgres-restart',
	'postgres-crash',
	'postgres-part',
	'balancer-reload',
	'balancer-kill',
] as const;

export const clusterFaultKinds = [...ownKinds, ...sharedKinds, 'cluster-mixed'] as const;

export type ClusterFaultKind = (typeof clusterFaultKinds)[number];

type OwnKind = (typeof ownKinds)[number];

const clockJumpsMs = [-86_400_000, -70_000, 70_000, 86_400_000];

const isOwn = (kind: string): kind is OwnKind => ownKinds.some(own => own === kind);

const ownActOf = (kind: OwnKind, {below, pick}: Dice): ClusterAct | Act => {
	const node = pick(nodeNames);
	const parting = pick<Parting>(['cut', 'stall']);
	// Some pass before a client gives a peer up, some after.
	const holdMs = pick([100, 800, 3_000]) + below(1_500);
	switch (kind) {
		case 'node-kill':
			return {kind: 'kill-node', node, holdMs};
		case 'node-stop':
			return {kind: 'stop-node', node, holdMs};
		case 'node-freeze':
			// In the middle of a transaction for longer than PostgreSQL lets it.
			return {kind: 'freeze-node', node, holdMs: pick([holdMs, 6_500])};
		case 'node-clock':
			return {kind: 'jump-clock', target: node, offsetMs: pick(clockJumpsMs)};
		case 'all-nodes-kill':
			return {kind: 'kill-all-nodes', holdMs: below(1_000)};
		case 'redis-kill':
			return {kind: 'kill-redis', holdMs};
		case 'redis-flush':
			return {kind: 'flush-redis'};
		case 'redis-pause':
			return {kind: 'pause-redis', holdMs};
		case 'redis-overflow':
			return {kind: 'overflow-redis', floods: 1 + below(5)};
		case 'redis-freeze':
			return {kind: 'freeze-redis', holdMs: pick([holdMs, 11_000])};
		case 'redis-part':
			return {kind: 'part-redis', node, parting, holdMs: pick([holdMs, 11_000])};
		case 'redis-lost':
			return {kind: 'lose-redis', holdMs: pick([holdMs, 11_000])};
		case 'postgres-restart':
			return {kind: 'restart-postgres', how: 'fast', holdMs: 0};
		case 'postgres-crash':
			return {kind: 'restart-postgres', how: 'immediate', holdMs: below(2_000)};
		case 'postgres-part': {
			const direction = pick<Direction>(['up', 'down']);
			return {kind: 'part-postgres', node, parting, direction, bytes: below(20_000), holdMs};
		}
		case 'balancer-reload':
			return {kind: 'reload-balancer'};
		case 'balancer-kill':
			return {kind: 'kill-balancer', holdMs: below(1_000)};
	}
};

/** The plan of a seed. The same for ever, on every machine. */
export const clusterPlanOf = (seed: number, fault: ClusterFaultKind): Plan =>
	planWith(seed, fault, (dice, devices) => {
		const kind = fault === 'cluster-mixed' ? dice.pick([...ownKinds, ...sharedKinds]) : fault;
		return isOwn(kind) ? ownActOf(kind, dice) : actOf(kind, dice, devices);
	});
