/**
 * The one checker of the promise: acknowledged ids exactly once, logs without a hole, all replicas equal.
 * Pure; each function returns what is broken, in words, and nothing when the promise holds.
 */
import {isDeepStrictEqual} from 'node:util';
import type {Entry} from '../../source/protocol/entries.ts';
import type {Acknowledged} from './ledger.ts';
import type {Change, View} from './order.ts';
import type {Log, ReplicaTruth, ServerTruth, StoredEntry} from './truth.ts';

/** Of a message's place: no hole, no doubled id. */
export const checkLog = (name: string, log: Log): string[] => {
	const broken: string[] = [];
	const seen = new Map<string, number>();
	for (const [index, {seq, id, sender}] of log.entries()) {
		if (seq !== index + 1) {
			broken.push(`place ${index + 1} of ${name} holds seq ${seq}`);
		}

		const before = seen.get(`${id} ${sender}`);
		if (id !== null && before !== undefined) {
			broken.push(`${name} holds message ${id} twice, at ${before} and ${seq}`);
		}

		seen.set(`${id} ${sender}`, seq);
	}

	return broken;
};

type Place = {readonly log: number; readonly entry: StoredEntry};

const placesById = (logs: ReadonlyMap<number, Log>): Map<string, Place[]> => {
	const places = new Map<string, Place[]>();
	for (const [log, entries] of logs) {
		for (const entry of entries) {
			if (entry.id !== null) {
				places.set(entry.id, [...(places.get(entry.id) ?? []), {log, entry}]);
			}
		}
	}

	return places;
};

/** What stood in an outbox is in a log exactly once, where it was acknowledged, or was refused with a reason. */
export const checkMessages = (options: {
	readonly queued: Iterable<string>;
	readonly acknowledged: ReadonlyMap<string, Acknowledged>;
	/** Ids of messages that devices show as refused. */
	readonly refused: ReadonlySet<string>;
	readonly logs: ReadonlyMap<number, Log>;
}): string[] => {
	const {queued, acknowledged, refused, logs} = options;
	const places = placesById(logs);
	const broken: string[] = [];
	for (const id of new Set([...queued, ...acknowledged.keys()])) {
		const found = places.get(id) ?? [];
		const seqs = found.map(({entry}) => entry.seq);
		const told = acknowledged.get(id);
		if (found.length > 1) {
			broken.push(`message ${id} is there ${found.length} times, at ${seqs.join(', ')}`);
		} else if (told !== undefined && seqs[0] !== told.seq) {
			broken.push(
				`message ${id} was acknowledged as ${told.seq} and is at ${seqs[0] ?? 'no place'}`,
			);
		} else if (found.length === 0 && !refused.has(id)) {
			broken.push(`message ${id} was written and is neither stored nor refused`);
		} else if (found.length === 1 && refused.has(id)) {
			broken.push(`message ${id} is shown as refused and is stored at ${seqs[0]}`);
		}
	}

	return broken;
};

const firstDifference = (copy: Log, truth: Log): number => {
	const index = truth.findIndex((entry, place) => !isDeepStrictEqual(entry, copy[place]));
	return index === -1 ? truth.length : index;
};

const toStored = ({seq, kind, sender, id, at, content}: Entry): StoredEntry => ({
	seq,
	kind,
	sender: sender?.id ?? null,
	id: id ?? null,
	at,
	content,
});

/** The same of one conversation, for tests that have only what clients read of it. */
export const checkConversation = (
	acknowledged: readonly Acknowledged[],
	server: readonly Entry[],
	replicas: ReadonlyMap<string, readonly Entry[]>,
): string[] => {
	const log = server.map(toStored);
	const broken = [
		...checkLog('the server', log),
		...checkMessages({
			queued: [],
			acknowledged: new Map(acknowledged.map(told => [told.id, told])),
			refused: new Set(),
			logs: new Map([[0, log]]),
		}),
	];
	for (const [name, replica] of replicas) {
		if (!isDeepStrictEqual(replica, server)) {
			const place = firstDifference(replica.map(toStored), log);
			broken.push(
				`the copy of ${name} has ${replica.length} of ${server.length} entries and differs first at place ${place + 1}`,
			);
		}
	}

	return broken;
};

/** A confirmed edit stands in the log once; a confirmed recall has taken the text away. */
export const checkChanges = (
	changes: readonly Change[],
	logs: ReadonlyMap<number, Log>,
): string[] => {
	const broken: string[] = [];
	for (const {kind, conversation, seq, text} of changes) {
		const log = logs.get(conversation) ?? [];
		const about = log.filter(({content}) => content.message === seq);
		const isRecalled = about.some(entry => entry.kind === 'message-recalled');
		const what = `of message ${seq} in ${conversation}`;
		if (kind === 'edit') {
			const found = about.filter(it => it.kind === 'message-edited' && it.content.text === text);
			if (found.length !== 1 && !(isRecalled && found.length === 0)) {
				broken.push(`the edit "${text}" ${what} is there ${found.length} times`);
			}
		} else if (!isRecalled || log[seq - 1]?.content.text !== '') {
			broken.push(`the recall ${what} was confirmed, and its text is there`);
		}
	}

	return broken;
};

/** What the log says of a group's members. */
const foldMembers = (log: Log): string[] => {
	const members = new Map<number, string>();
	for (const {kind, content} of log) {
		const {id = 0} = (content.account ?? {}) as {id?: number};
		if (kind === 'member-joined' || kind === 'member-role-changed') {
			members.set(id, String(content.role));
		} else if (['member-left', 'member-removed', 'member-banned'].includes(kind)) {
			members.delete(id);
		}
	}

	return [...members].sort(([one], [other]) => one - other).map(([id, role]) => `${id} ${role}`);
};

export const checkServer = ({logs, members, damage}: ServerTruth): string[] => {
	const broken = damage.map(text => `the server's data: ${text}`);
	for (const [number, log] of logs) {
		broken.push(...checkLog(`log ${number}`, log));
	}

	for (const [number, stored] of members) {
		const told = foldMembers(logs.get(number) ?? []);
		if (!isDeepStrictEqual(told, stored)) {
			broken.push(`group ${number} has the members ${stored}, and its log tells ${told}`);
		}
	}

	return broken;
};

/** Without the texts that were taken back after place `last`: who has left did not hear of it. */
const asOf = (last: number, entries: Log, truth: Log): Log => {
	const later = truth.slice(last).filter(({kind}) => kind === 'message-recalled');
	const recalled = new Set(later.map(({content}) => content.message));
	return entries.map(entry =>
		recalled.has(entry.seq) ||
		(entry.kind === 'message-edited' && recalled.has(entry.content.message))
			? {...entry, content: {}}
			: entry,
	);
};

/** A device's own copy: whole ranges of the server's logs, up to their ends, and nothing else. */
export const checkReplica = (
	label: string,
	account: string,
	replica: ReplicaTruth,
	server: ServerTruth,
): string[] => {
	const broken = replica.damage.map(text => `the data of ${label}: ${text}`);
	broken.push(...replica.waiting.map(id => `message ${id} still waits at ${label}`));
	const head = server.logs.get(server.accountLogs.get(account) ?? 0)?.length ?? 0;
	if (replica.cursor !== head) {
		broken.push(`${label} followed its private log to ${replica.cursor} of ${head}`);
	}

	for (const [number, {first, last}] of replica.ranges) {
		const truth = server.logs.get(number) ?? [];
		const copy = asOf(last, replica.logs.get(number) ?? [], truth);
		if (!replica.left.has(number) && last !== truth.length) {
			broken.push(`${label} has log ${number} up to ${last} of ${truth.length}`);
		}

		const range = first === 0 ? [] : asOf(last, truth.slice(first - 1, last), truth);
		if (!isDeepStrictEqual(copy, range)) {
			const from = firstDifference(copy, range);
			broken.push(
				`the copy of log ${number} at ${label} differs from place ${first + from} on: ${JSON.stringify(copy[from])} instead of ${JSON.stringify(range[from])}`,
			);
		}
	}

	return broken;
};

/** The paths at which two values of JSON differ, a few of them. */
export const differences = (one: unknown, other: unknown, path = ''): string[] => {
	if (isDeepStrictEqual(one, other)) {
		return [];
	}

	const isBranch = (value: unknown): value is Record<string, unknown> =>
		typeof value === 'object' && value !== null;
	if (!isBranch(one) || !isBranch(other)) {
		return [`${path}: ${JSON.stringify(one)} instead of ${JSON.stringify(other)}`];
	}

	const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
	return [...keys].flatMap(key => differences(one[key], other[key], `${path}/${key}`)).slice(0, 5);
};

const deliveries = ['sent', 'delivered', 'read'];

/** How far others have received and read, by the path at which it is shown; taken out of the view. */
const takeReceipts = (view: View): {rest: View; receipts: Map<string, number>} => {
	const receipts = new Map<string, number>();
	const walk = (value: unknown, path: string): unknown => {
		if (typeof value !== 'object' || value === null) {
			return value;
		}

		if (Array.isArray(value)) {
			return value.map((item, index) => walk(item, `${path}/${index}`));
		}

		const rest: Record<string, unknown> = {};
		for (const [key, item] of Object.entries(value)) {
			const place = `${path}/${key}`;
			if (key === 'delivery') {
				receipts.set(place, deliveries.indexOf(String(item)));
			} else if (key === 'peerReadSeq' || key === 'peerDeliveredSeq') {
				receipts.set(place, Number(item));
			} else {
				rest[key] = walk(item, place);
			}
		}

		return rest;
	};

	return {rest: walk(view, '') as View, receipts};
};

/** What a device shows is what a device shows that has just logged in; of receipts, see `checkReceipts`. */
export const checkView = (label: string, view: View, witness: View): string[] =>
	differences(takeReceipts(view).rest, takeReceipts(witness).rest).map(
		text => `${label} shows ${text}`,
	);

/**
 * Receipts are as far as a new device shows them, or further: the server tells a new device nothing of those with
 * whom there is a block, and takes back nothing that others know.
 */
export const checkReceipts = (label: string, view: View, witness: View): string[] => {
	const {receipts} = takeReceipts(view);
	return [...takeReceipts(witness).receipts]
		.filter(([path, far]) => (receipts.get(path) ?? -1) < far)
		.map(([path, far]) => `${label} shows ${path}: ${receipts.get(path)} instead of ${far}`);
};
