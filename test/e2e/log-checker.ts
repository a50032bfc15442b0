/** The one checker of the promise: acknowledged ids exactly once, no holes, all replicas equal. */
import type {Entry} from '../../source/protocol/entries.ts';

export type Acknowledged = {readonly id: string; readonly seq: number};

/** Everything that breaks the promise, in words; empty when it holds. */
export const findBrokenPromises = (
	acknowledged: readonly Acknowledged[],
	server: readonly Entry[],
	replicas: ReadonlyMap<string, readonly Entry[]>,
): string[] => {
	const broken: string[] = [];
	const seqsById = new Map<string, number[]>();
	for (const [index, {seq, id}] of server.entries()) {
		if (seq !== index + 1) {
			broken.push(`place ${index + 1} of the server's log holds seq ${seq}`);
		}

		if (id !== undefined) {
			seqsById.set(id, [...(seqsById.get(id) ?? []), seq]);
		}
	}

	for (const [id, seqs] of seqsById) {
		if (seqs.length > 1) {
			broken.push(`message ${id} is there ${seqs.length} times, at ${seqs.join(', ')}`);
		}
	}

	for (const {id, seq} of acknowledged) {
		const [stored] = seqsById.get(id) ?? [];
		if (stored !== seq) {
			broken.push(`message ${id} was acknowledged as ${seq} and is at ${stored ?? 'no place'}`);
		}
	}

	const truth = JSON.stringify(server);
	for (const [name, replica] of replicas) {
		if (JSON.stringify(replica) !== truth) {
			const at = server.findIndex(
				(entry, index) => JSON.stringify(entry) !== JSON.stringify(replica[index]),
			);
			broken.push(
				`the copy of ${name} has ${replica.length} of ${server.length} entries and differs first at place ${at + 1}`,
			);
		}
	}

	return broken;
};
