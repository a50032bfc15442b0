/**
 * A program that gives a job to a process, and then has nothing more to do.
 *
 *     node test/media/parent-process.ts hang|idle
 *
 * Prints the id of the process of its jobs; `hang` then leaves it at a job that has no end.
 */
import {createJobRunner} from '../../source/media/job-runner.ts';
import type {OddJob} from './odd-jobs-process.ts';

const runner = createJobRunner<OddJob, number>({
	entry: new URL('./odd-jobs-process.ts', import.meta.url),
	timeoutMs: 600_000,
	idleMs: 600_000,
});
// A runner keeps nobody alive, so this does until there is an answer.
const alive = setInterval(() => undefined, 1_000);
process.stdout.write(`${await runner.run({odd: 'tell-pid'})}\n`);
if (process.argv[2] === 'hang') {
	runner.run({odd: 'hang'}).catch(() => undefined);
}

clearInterval(alive);
