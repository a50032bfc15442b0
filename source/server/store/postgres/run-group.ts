/** Runs the works of one transaction, so that one that fails takes nothing else with it. */
import type {Transaction, Work} from '../store.ts';
import {isConflict, isConnectionLost, isInTheWay, toStoreError} from './faults.ts';
import type {Session} from './session.ts';

/** What a work returned or threw. */
export type Outcome<Result> = {readonly result: Result} | {readonly error: unknown};

export type Job = {
	readonly work: Work<unknown>;
	readonly resolve: (result: unknown) => void;
	readonly reject: (error: unknown) => void;
	/** On the clock of `performance.now()`. */
	readonly takenAt: number;
	outcome: Outcome<unknown> | undefined;
};

/** How often a work is run that meets rows which somebody else stored while it ran. */
const conflictTriesMax = 4;

export const attempt = async <Result>(
	work: Work<Result>,
	transaction: Transaction,
): Promise<Outcome<Result>> => {
	try {
		return {result: await work(transaction)};
	} catch (error) {
		return {error};
	}
};

/** Returns whether the work succeeded. */
const runJob = async (session: Session, transaction: Transaction, job: Job): Promise<boolean> => {
	const effectsBefore = session.effects.length;
	const outcome = await attempt(job.work, transaction);
	job.outcome = session.failure === undefined ? outcome : {error: toStoreError(session.failure)};
	if ('result' in job.outcome) {
		return true;
	}

	session.effects.length = effectsBefore;
	return false;
};

/** @throws what failed, when the whole transaction is lost by it */
const checkTransaction = ({failure}: Session): void => {
	if (failure !== undefined && (isConnectionLost(failure) || isInTheWay(failure))) {
		throw failure;
	}
};

/** Returns false when a work failed after it wrote, or by a statement: then the whole group is spoilt. */
export const runTogether = async (
	session: Session,
	transaction: Transaction,
	jobs: readonly Job[],
): Promise<boolean> => {
	for (const job of jobs) {
		const writesBefore = session.writes;
		const isGood = await runJob(session, transaction, job);
		checkTransaction(session);
		if (session.failure !== undefined || (!isGood && session.writes > writesBefore)) {
			return false;
		}
	}

	return true;
};

export const runApart = async (
	session: Session,
	transaction: Transaction,
	jobs: readonly Job[],
): Promise<void> => {
	for (const job of jobs) {
		for (let tries = 1; ; tries += 1) {
			await session.beginWork();
			const isGood = await runJob(session, transaction, job);
			checkTransaction(session);
			if (isGood) {
				await session.command('RELEASE work');
				break;
			}

			const isAgain = isConflict(session.failure) && tries < conflictTriesMax;
			await session.rollBackWork();
			if (!isAgain) {
				break;
			}
		}
	}
};
