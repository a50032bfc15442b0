/** Jobs in a process of their own: whatever becomes of it, the next job is done. */
import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {createJobRunner} from '../../source/media/job-runner.ts';
import {waitFor} from '../helpers/wait-for.ts';
import type {OddJob} from './odd-jobs-process.ts';

const testRunner = (options: {timeoutMs?: number; idleMs?: number; entry?: string} = {}) => {
	const runner = createJobRunner<OddJob, number>({
		entry: new URL(options.entry ?? './odd-jobs-process.ts', import.meta.url),
		timeoutMs: options.timeoutMs ?? 20_000,
		idleMs: options.idleMs ?? 20_000,
	});
	onTestFinished(() => runner.close());
	return runner;
};

const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		// There is no such process.
		return false;
	}
};

const waitForEnd = (pid: number) => waitFor(() => !isAlive(pid), 'the end of the process');

test('one process does all jobs, one after the other', async () => {
	const runner = testRunner();
	const jobs = Array.from({length: 5}, () => runner.run({odd: 'tell-pid'}));
	const pids = new Set(await Promise.all(jobs));
	expect(pids.size).toBe(1);
	expect(pids).not.toContain(process.pid);
});

test('a job that fails says why and does not harm the process', async () => {
	const runner = testRunner();
	const before = await runner.run({odd: 'tell-pid'});
	await expect(runner.run({odd: 'fail'})).rejects.toThrow('It is too odd.');
	expect(await runner.run({odd: 'tell-pid'})).toBe(before);
});

test('a job that hangs is ended with its process, and another does those that wait', async () => {
	const runner = testRunner({timeoutMs: 300});
	const before = await runner.run({odd: 'tell-pid'});
	const hanging = runner.run({odd: 'hang'});
	const waiting = runner.run({odd: 'tell-pid'});
	await expect(hanging).rejects.toThrow('longer than 300 ms');
	expect(await waiting).not.toBe(before);
	await waitForEnd(before);
});

test('a process that crashes costs one job only', async () => {
	const runner = testRunner();
	const crashing = runner.run({odd: 'crash'});
	const waiting = runner.run({odd: 'tell-pid'});
	await expect(crashing).rejects.toThrow('ended by itself');
	expect(await waiting).toBeGreaterThan(0);
});

test('a process that cannot even start fails its jobs', async () => {
	const runner = testRunner({entry: './no-such-process.ts'});
	const jobs = [runner.run({odd: 'tell-pid'}), runner.run({odd: 'tell-pid'})];
	for (const job of jobs) {
		await expect(job).rejects.toThrow('ended by itself');
	}
});

test('a job that cannot be sent fails', async () => {
	const runner = testRunner();
	const job = {odd: 'tell-pid', unsendable: () => undefined} as const;
	await expect(runner.run(job)).rejects.toThrow('cannot be sent');
	expect(await runner.run({odd: 'tell-pid'})).toBeGreaterThan(0);
});

test('a process without work ends, and comes back for the next job', async () => {
	const runner = testRunner({idleMs: 50});
	const before = await runner.run({odd: 'tell-pid'});
	await waitForEnd(before);
	expect(await runner.run({odd: 'tell-pid'})).not.toBe(before);
});

test('closing ends the process and fails what waits and what comes', async () => {
	const runner = testRunner();
	const pid = await runner.run({odd: 'tell-pid'});
	const jobs = [runner.run({odd: 'hang'}), runner.run({odd: 'tell-pid'})];
	runner.close();
	for (const job of [...jobs, runner.run({odd: 'tell-pid'})]) {
		await expect(job).rejects.toThrow();
	}

	await waitForEnd(pid);
});

test.each(['idle', 'hang'])('a program ends with a process that is at "%s"', async state => {
	const program = fileURLToPath(new URL('./parent-process.ts', import.meta.url));
	const {stdout} = await promisify(execFile)(process.execPath, [program, state], {
		timeout: 20_000,
	});
	expect(Number(stdout)).toBeGreaterThan(0);
	await waitForEnd(Number(stdout));
});
