/** What was promised during a run, as the clients heard it: the checker holds the logs against it. */
import type {Change} from './order.ts';

export type Acknowledged = {readonly id: string; readonly seq: number};

export class Ledger {
	/** Ids that stood in an outbox, and where. */
	readonly queued = new Map<string, string>();
	readonly acknowledged = new Map<string, Acknowledged>();
	readonly changes: Change[] = [];
	/** What no fault excuses, in words. */
	readonly defects: string[] = [];
	/** How often an action ended how: `send`, `edit: too-late` … */
	readonly outcomes = new Map<string, number>();
	/** Called after each action that is over. */
	onDone: () => void = () => undefined;
	#done = 0;

	/** How many actions are over. */
	get done(): number {
		return this.#done;
	}

	acknowledge({id, seq}: Acknowledged, device: string): void {
		const before = this.acknowledged.get(id);
		if (before !== undefined && before.seq !== seq) {
			this.defects.push(`${device}: message ${id} was acknowledged as ${before.seq} and as ${seq}`);
		}

		this.acknowledged.set(id, {id, seq});
	}

	noteDone(action: string, refusal: string | undefined): void {
		const outcome = refusal === undefined ? action : `${action}: ${refusal}`;
		this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
		this.#done += 1;
		this.onDone();
	}
}
