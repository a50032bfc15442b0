/** Gives jobs, one at a time, to a process of their own, which they may hang or crash. */
import {type ChildProcess, fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';

/** What the process sends: once that it is ready, then one of the others for each job. */
export type JobReport<Answer> =
	| {readonly kind: 'ready'}
	| {readonly kind: 'answer'; readonly answer: Answer}
	| {readonly kind: 'failure'; readonly reason: string};

export type JobRunner<Job, Answer> = {
	/** @throws {Error} when the job failed, took too long or killed the process, or all is closed */
	run(job: Job): Promise<Answer>;
	/** Ends the process; what waits fails. */
	close(): void;
};

export type JobRunnerOptions = {
	/** The module that does the jobs. */
	readonly entry: URL;
	readonly timeoutMs: number;
	/** How long the process stays without a job. */
	readonly idleMs: number;
};

type Waiting<Job, Answer> = PromiseWithResolvers<Answer> & {readonly job: Job};

/** How long a process may take, at the least, until it can do jobs. */
const startMsMax = 10_000;

/** A process that tells of itself until it is ended, after which nothing comes from it. */
const startProcess = <Answer>(
	entry: URL,
	hear: (report: JobReport<Answer>) => void,
	lose: (error: Error) => void,
) => {
	const child: ChildProcess = fork(fileURLToPath(entry), {
		serialization: 'advanced',
		stdio: 'ignore',
		execArgv: [],
	});
	child.unref();
	child.channel?.unref();
	let isOver = false;
	// A process that hangs does not notice that its parent is gone.
	const end = (): void => {
		isOver = true;
		process.off('exit', end);
		child.kill('SIGKILL');
	};
	const fail = (error: Error): void => {
		if (!isOver) {
			end();
			lose(error);
		}
	};
	process.once('exit', end);
	child.on('message', report => {
		if (!isOver) {
			hear(report as JobReport<Answer>);
		}
	});
	child.on('error', fail);
	child.on('exit', (code, signal) => {
		fail(new Error(`The process ended by itself (${signal ?? code}).`));
	});
	const send = (job: object): void => {
		try {
			child.send(job, error => {
				if (error !== null) {
					fail(error);
				}
			});
		} catch (error) {
			fail(new Error('The job cannot be sent.', {cause: error}));
		}
	};

	return {send, end};
};

/** Starts the process for the first job, and anew after it was lost. Keeps nobody alive. */
export const createJobRunner = <Job extends object, Answer>({
	entry,
	timeoutMs,
	idleMs,
}: JobRunnerOptions): JobRunner<Job, Answer> => {
	const queue: Waiting<Job, Answer>[] = [];
	let current: Waiting<Job, Answer> | undefined;
	let child: ReturnType<typeof startProcess<Answer>> | undefined;
	let isReady = false;
	let isClosed = false;
	let timer: NodeJS.Timeout | undefined;

	const setTimer = (delayMs: number, action: () => void): void => {
		clearTimeout(timer);
		timer = setTimeout(action, delayMs).unref();
	};

	const endChild = (): void => {
		clearTimeout(timer);
		child?.end();
		child = undefined;
		isReady = false;
	};

	const settle = (how: (waiting: Waiting<Job, Answer>) => void): void => {
		const waiting = current;
		current = undefined;
		if (waiting !== undefined) {
			how(waiting);
		}

		next();
	};

	const lose = (error: Error): void => {
		endChild();
		settle(({reject}) => reject(error));
	};

	const sendCurrent = (): void => {
		if (current !== undefined) {
			setTimer(timeoutMs, () => lose(new Error(`The job took longer than ${timeoutMs} ms.`)));
			child?.send(current.job);
		}
	};

	const hear = (report: JobReport<Answer>): void => {
		if (report.kind === 'ready') {
			isReady = true;
			sendCurrent();
		} else if (report.kind === 'answer') {
			settle(({resolve}) => resolve(report.answer));
		} else {
			settle(({reject}) => reject(new Error(report.reason)));
		}
	};

	const start = (): void => {
		const delayMs = Math.max(startMsMax, timeoutMs);
		setTimer(delayMs, () => lose(new Error(`The process did not start in ${delayMs} ms.`)));
		try {
			child = startProcess<Answer>(entry, hear, lose);
		} catch (error) {
			lose(new Error('The process cannot be started.', {cause: error}));
		}
	};

	const next = (): void => {
		if (current !== undefined) {
			return;
		}

		current = queue.shift();
		if (current === undefined) {
			setTimer(idleMs, endChild);
		} else if (child === undefined) {
			start();
		} else if (isReady) {
			sendCurrent();
		}
	};

	return {
		run: job => {
			if (isClosed) {
				return Promise.reject(new Error('No more jobs are taken.'));
			}

			const waiting = {job, ...Promise.withResolvers<Answer>()};
			queue.push(waiting);
			next();
			return waiting.promise;
		},
		close: () => {
			isClosed = true;
			endChild();
			const error = new Error('The job was given up.');
			for (const {reject} of [...(current === undefined ? [] : [current]), ...queue.splice(0)]) {
				reject(error);
			}

			current = undefined;
		},
	};
};
