/** The process that meets strangers' bytes: it does one job after the other, and may die of any. */
import {readPixels} from './decode-picture.ts';
import {findLocation} from './find-location.ts';
import {inspectFile} from './inspect-file.ts';
import type {JobReport} from './job-runner.ts';
import type {MediaAnswer, MediaJob} from './media-jobs.ts';
import {readWaveform} from './read-waveform.ts';

const doJob = async (job: MediaJob): Promise<MediaAnswer> => {
	switch (job.kind) {
		case 'inspect':
			return inspectFile(job.path);
		case 'read-waveform':
			return readWaveform(job.path, job.facts);
		case 'read-pixels':
			return readPixels(job.source, job.box);
		case 'find-location':
			return findLocation(job.path);
	}
};

const report = (message: JobReport<MediaAnswer>): void => {
	process.send?.(message);
};

process.on('message', (job: MediaJob) => {
	doJob(job).then(
		answer => report({kind: 'answer', answer}),
		(error: unknown) => report({kind: 'failure', reason: String(error)}),
	);
});
// Without a parent nobody wants the answer; a decoder at work would hold up a gentler end.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
report({kind: 'ready'});
