/** A process that does what it is told, also what no process should. */
import type {JobReport} from '../../source/media/job-runner.ts';

export type OddJob = {readonly odd: 'tell-pid' | 'fail' | 'crash' | 'hang'};

const report = (message: JobReport<number>): void => {
	process.send?.(message);
};

process.on('message', ({odd}: OddJob) => {
	if (odd === 'tell-pid') {
		report({kind: 'answer', answer: process.pid});
	} else if (odd === 'fail') {
		report({kind: 'failure', reason: 'It is too odd.'});
	} else if (odd === 'crash') {
		process.abort();
	} else {
		for (;;) {
			// Not even the end of its parent gets through to it.
		}
	}
});
report({kind: 'ready'});
