/**
 * Takes out of the local copy what the server has removed by age: entries, what search finds of them, fetched files. A few
 * hundred entries a turn, each turn one transaction that leaves the copy whole, so that keys are not kept waiting and a
 * sudden end only leaves the rest for the next start.
 */
import type {FileDescription} from '../protocol/entities.ts';
import type {StoredEntry} from './database/entry-table.ts';
import {readMessage} from './entry-content.ts';
import {isEmptyRange, type LogRange} from './log-range.ts';
import type {Replica} from './replica.ts';
import type {StateDraft} from './state-draft.ts';

const entriesPerTurnMax = 500;

export type CopyTrimmerOptions = {
	readonly replica: Replica;
	/** Files of messages that are gone: their copies may go too. */
	onFilesGone(files: readonly FileDescription[]): void;
};

const filesOf = (entries: readonly StoredEntry[]): FileDescription[] =>
	entries
		.filter(({kind}) => kind === 'message-sent')
		.map(({content}) => readMessage(content)?.file)
		.filter(file => file !== undefined);

/** Of nothing that is wholly removed, the copy still tells where the log goes on. */
const rangeAfter = ({last, oldest}: LogRange, gone: number): LogRange => ({
	first: gone + 1,
	last: Math.max(last, gone),
	oldest: Math.max(oldest, gone + 1),
});

/** What the server has stored and removed again: no entry of it will come. */
const forgetOutbox = (draft: StateDraft, {outbox}: Replica, log: number, gone: number): void => {
	for (const {id, seq = Number.POSITIVE_INFINITY} of outbox.of(log)) {
		if (seq <= gone) {
			outbox.remove(draft, id);
		}
	}
};

const writeRange = (draft: StateDraft, replica: Replica, log: number, range: LogRange): void => {
	const {database, applied} = replica;
	database.conversations.writeRange(log, range);
	draft.changedTimelines.add(log);
	draft.countAnew(log);
	draft.afterCommit.push(() => applied.set(log, Math.max(range.last, applied.get(log) ?? 0)));
};

/** One turn's part. Runs inside the transaction; returns the files of what has gone, `undefined` when nothing is left to do. */
const trimSome = (
	draft: StateDraft,
	replica: Replica,
	log: number,
): readonly FileDescription[] | undefined => {
	const {entries, texts, hidden, conversations} = replica.database;
	const {trimmedSeq = 0, head = 0} = draft.conversations.get(log) ?? {};
	const range = conversations.readRange(log);
	forgetOutbox(draft, replica, log, trimmedSeq);
	if (range === undefined || range.first > trimmedSeq) {
		return undefined;
	}

	if (isEmptyRange(range)) {
		// The newest page is still to come, where there is one.
		const isAllGone = head <= trimmedSeq;
		const next = isAllGone ? rangeAfter(range, trimmedSeq) : {...range, oldest: trimmedSeq + 1};
		writeRange(draft, replica, log, next);
		return undefined;
	}

	const turnEnd = range.first + entriesPerTurnMax - 1;
	const gone = turnEnd >= range.last ? trimmedSeq : Math.min(turnEnd, trimmedSeq);
	const files = filesOf(
		entries.readAfter(log, range.first - 1, gone - range.first + 1).filter(({seq}) => seq <= gone),
	);
	texts.dropUntil(log, gone);
	entries.dropUntil(log, gone);
	hidden.dropUntil(log, gone);
	writeRange(draft, replica, log, rangeAfter(range, gone));
	return files;
};

export class CopyTrimmer {
	readonly #options: CopyTrimmerOptions;
	readonly #waiting = new Set<number>();
	#scheduled: NodeJS.Immediate | undefined;

	constructor(options: CopyTrimmerOptions) {
		this.#options = options;
	}

	/** Goes on where an earlier process ended. */
	start(): void {
		for (const log of this.#options.replica.database.conversations.listUntrimmed()) {
			this.trim(log);
		}
	}

	/** The state of the conversation tells up to where. */
	trim(log: number): void {
		if ((this.#options.replica.store.getState().conversations.get(log)?.trimmedSeq ?? 0) > 0) {
			this.#waiting.add(log);
			this.#schedule();
		}
	}

	stop(): void {
		clearImmediate(this.#scheduled);
		this.#waiting.clear();
	}

	#schedule(): void {
		this.#scheduled ??= setImmediate(() => {
			this.#scheduled = undefined;
			this.#runTurn();
			if (this.#waiting.size > 0) {
				this.#schedule();
			}
		});
	}

	#runTurn(): void {
		const {replica, onFilesGone} = this.#options;
		const [log] = this.#waiting;
		if (log === undefined) {
			return;
		}

		let files: readonly FileDescription[] | undefined;
		this.#waiting.delete(log);
		replica.change(draft => {
			files = trimSome(draft, replica, log);
		});
		if (files !== undefined) {
			this.#waiting.add(log);
			onFilesGone(files);
		}
	}
}
