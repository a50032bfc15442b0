/** CPU time and memory of running processes, read from Linux's /proc. */
import {readdirSync, readFileSync} from 'node:fs';

/**
 * CPU seconds of all live threads of the process, in user and kernel mode. The scheduler counts
 * nanoseconds here, where /proc/PID/stat has steps of 10 ms.
 */
export const cpuSeconds = (pid: number): number => {
	const threads = readdirSync(`/proc/${pid}/task`);
	return threads.reduce((sum, thread) => {
		const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(
			' ',
		);
		return sum + Number(nanoseconds) / 1e9;
	}, 0);
};

const processIds = (): number[] =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number);

/** Processes come and go while one looks. */
const readOf = (pid: number, file: 'cmdline' | 'stat'): string => {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', ' ');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return '';
		}

		throw error;
	}
};

/** The process whose command line `pattern` fits. @throws when there is none */
export const findProcess = (pattern: RegExp): number => {
	const found = processIds().find(pid => pattern.test(readOf(pid, 'cmdline')));
	if (found === undefined) {
		throw new Error(`No process fits ${pattern}.`);
	}

	return found;
};

/** The process and all that it has started. */
export const familyOf = (pid: number): number[] => [
	pid,
	...processIds().filter(child => {
		// What stands before is the name, in which anything may be: proc_pid_stat(5).
		const [, parent] = /\) \S (\d+) /.exec(readOf(child, 'stat')) ?? [];
		return Number(parent) === pid;
	}),
];

/** Resident memory in KiB. */
export const residentKib = (pid: number): number => {
	const status = readFileSync(`/proc/${pid}/status`, 'latin1');
	const found = /^VmRSS:\s+(\d+) kB$/m.exec(status);
	if (!found) {
		throw new Error(`/proc/${pid}/status tells no VmRSS.`);
	}

	return Number(found[1]);
};

/** How many files this process may open; children inherit it. */
export const openFilesMax = (): number => {
	const found = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
	return Number(found?.[1] ?? 1_024);
};
