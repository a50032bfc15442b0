/** From a seed to a plan: who does what, and what the saboteur does when. Pure: one seed, one plan. */
import {seededRandom} from '../helpers/seeded-random.ts';
import type {ClusterAct, NodeName} from './cluster-acts.ts';
import type {ClusterFaultKind} from './cluster-plan.ts';

export const faultKinds = [
	'server-kill',
	'client-kill',
	'cut',
	'stall',
	'half-open',
	'full-disk',
	'write-error',
	'client-disk',
	'slow-disk',
	'clock',
	'reconnect',
	'mixed',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** One thing that a client does. `where` and `pick`, from 0 to below 1, choose among what it knows by then. */
export type Action = {
	readonly kind: ActionKind;
	readonly where: number;
	readonly pick: number;
	/** Unlike any other text of the run. */
	readonly text: string;
};

export type Direction = 'up' | 'down';

/** Whose disk or clock is spoilt: the server's, a node's or a device's. */
export type Target = 'server' | NodeName | number;

/** What the saboteur does. `device` counts the devices of the plan; `holdMs` passes until it lets go again. */
export type Act =
	| {readonly kind: 'kill-server'; readonly holdMs: number}
	| {readonly kind: 'kill-client'; readonly device: number; readonly holdMs: number}
	| {readonly kind: 'cut'; readonly device: number; readonly isReset: boolean}
	| {
			readonly kind: 'stall';
			readonly device: number;
			readonly directions: readonly Direction[];
			readonly holdMs: number;
	  }
	/** The peer at `side` is gone, and the other side hears nothing of it. */
	| {readonly kind: 'half-open'; readonly device: number; readonly side: 'client' | 'server'}
	| {readonly kind: 'fill-disk'; readonly holdMs: number}
	/** From the `after`-th write on, `count` writes fail, the first of them perhaps after half its bytes. */
	| {
			readonly kind: 'fail-writes';
			readonly target: Target;
			readonly after: number;
			readonly count: number;
			readonly error: 'ENOSPC' | 'EIO';
			readonly isShort: boolean;
	  }
	| {readonly kind: 'slow-writes'; readonly syncMs: number; readonly holdMs: number}
	| {
			readonly kind: 'jump-clock';
			readonly target: Target;
			readonly offsetMs: number;
	  }
	/** What the device sends from now on is kept back; its next connection overtakes it by `holdMs`. */
	| {readonly kind: 'hold-back'; readonly device: number; readonly holdMs: number}
	/** The same account is opened a second time, in the same folder, and works beside the first. */
	| {readonly kind: 'double'; readonly device: number}
	| ClusterAct;

export type Strike = {
	/** Armed once so many actions of all devices are over … */
	readonly afterActions: number;
	/** … and done when so many more bytes have gone through the proxy of this device; at once without it. */
	readonly at?: {readonly device: number; readonly direction: Direction; readonly bytes: number};
	readonly act: Act;
};

export type Plan = {
	readonly seed: number;
	readonly fault: FaultKind | ClusterFaultKind;
	/** Account names; a name that is there twice is two devices of one account. */
	readonly devices: readonly string[];
	/** One list for each device. */
	readonly scripts: readonly (readonly Action[])[];
	readonly strikes: readonly Strike[];
};

/** How often each is done, against the sum of all. */
const actionWeights = {
	send: 36,
	reply: 5,
	forward: 3,
	edit: 7,
	recall: 4,
	hide: 2,
	react: 7,
	pin: 3,
	'mark-read': 5,
	type: 2,
	'send-file': 3,
	'fetch-file': 2,
	'open-direct': 2,
	'create-group': 1,
	'join-group': 2,
	'join-by-code': 1,
	'leave-group': 1,
	'delete-group': 1,
	'invite-member': 3,
	'remove-member': 2,
	'set-role': 2,
	'mute-member': 1,
	'unmute-member': 2,
	'ban-member': 1,
	'unban-member': 1,
	'change-group': 2,
	'set-notifications': 1,
	'set-profile': 2,
	'set-presence': 1,
	'set-preferences': 1,
	'request-friend': 2,
	'remove-friend': 1,
	'block-account': 1,
	'unblock-account': 2,
	'scroll-back': 2,
	search: 1,
	draft: 1,
	'list-people': 1,
	'log-in-again': 1,
} as const;

export type ActionKind = keyof typeof actionWeights;

const weighted = Object.entries(actionWeights).flatMap(([kind, weight]) =>
	Array<ActionKind>(weight).fill(kind as ActionKind),
);

export type Dice = {
	readonly below: (limit: number) => number;
	readonly pick: <Item>(items: readonly Item[]) => Item;
	readonly random: () => number;
};

const diceOf = (seed: number): Dice => {
	const random = seededRandom(seed);
	// Neighbouring seeds begin alike.
	random();
	const below = (limit: number): number => Math.floor(random() * limit);
	return {random, below, pick: items => items[below(items.length)] as (typeof items)[number]};
};

const clockJumpsMs = [-86_400_000, -3_600_000, -70_000, 70_000, 3_600_000, 86_400_000];

/** One act of the given kind, from the dice. */
export const actOf = (fault: Exclude<FaultKind, 'mixed'>, dice: Dice, devices: number): Act => {
	const {below, pick, random} = dice;
	const device = below(devices);
	switch (fault) {
		case 'server-kill':
			return {kind: 'kill-server', holdMs: below(100)};
		case 'client-kill':
			return {kind: 'kill-client', device, holdMs: below(100)};
		case 'cut':
			return {kind: 'cut', device, isReset: random() < 0.5};
		case 'stall': {
			const directions = pick<Direction[]>([['up'], ['down'], ['up', 'down']]);
			return {kind: 'stall', device, directions, holdMs: 50 + below(900)};
		}
		case 'half-open':
			return {kind: 'half-open', device, side: pick(['client', 'server'])};
		case 'full-disk':
			return {kind: 'fill-disk', holdMs: 50 + below(300)};
		case 'write-error':
		case 'client-disk':
			return {
				kind: 'fail-writes',
				target: fault === 'write-error' ? 'server' : device,
				after: below(30),
				count: 1 + below(12),
				error: pick(['ENOSPC', 'EIO']),
				isShort: random() < 0.3,
			};
		case 'slow-disk':
			return {kind: 'slow-writes', syncMs: 5 + below(120), holdMs: 100 + below(500)};
		case 'clock': {
			const target = random() < 0.5 ? ('server' as const) : device;
			return {kind: 'jump-clock', target, offsetMs: pick(clockJumpsMs)};
		}
		case 'reconnect':
			return random() < 0.6
				? {kind: 'hold-back', device, holdMs: below(400)}
				: // Of a device that never logs out.
					{kind: 'double', device: 0};
	}
};

const actionsPerDevice = 45;
/** Connections carry some thousand bytes between two actions of the average device. */
const strikeBytesMax = 4_000;

type ChooseAct = (dice: Dice, devices: number) => Act;

const strikesOf = (choose: ChooseAct, dice: Dice, devices: number): Strike[] => {
	const {below, pick, random} = dice;
	const total = devices * actionsPerDevice;
	const count = 2 + below(5);
	const places = Array.from({length: count}, () => below(Math.floor(total * 0.85)));
	return places
		.sort((one, other) => one - other)
		.map(afterActions => {
			const act = choose(dice, devices);
			const device = 'device' in act ? act.device : below(devices);
			const direction = pick<Direction>(['up', 'down']);
			const at = {device, direction, bytes: below(strikeBytesMax)};
			return random() < 0.8 ? {afterActions, at, act} : {afterActions, act};
		});
};

const crews = [
	['alice', 'bob', 'alice'],
	['alice', 'bob', 'carol', 'alice'],
	['alice', 'alice', 'bob', 'bob'],
	['alice', 'bob', 'carol', 'dave', 'alice'],
] as const;

/** A plan whose strikes are `choose`n. */
export const planWith = (seed: number, fault: Plan['fault'], choose: ChooseAct): Plan => {
	const dice = diceOf(seed);
	const devices = dice.pick(crews);
	const scripts = devices.map((name, device) =>
		Array.from({length: actionsPerDevice}, (_, count) => ({
			kind: dice.pick(weighted),
			where: dice.random(),
			pick: dice.random(),
			text: `${name} ${device}-${count} of ${seed}`,
		})),
	);
	return {seed, fault, devices, scripts, strikes: strikesOf(choose, dice, devices.length)};
};

const simpleKinds = faultKinds.filter(kind => kind !== 'mixed');

/** The plan of a seed. The same for ever, on every machine. */
export const planOf = (seed: number, fault: FaultKind): Plan =>
	planWith(seed, fault, (dice, devices) =>
		actOf(fault === 'mixed' ? dice.pick(simpleKinds) : fault, dice, devices),
	);
