/** Calls back on every way out of the process that can be noticed, before anything else is printed. */
import process from 'node:process';

const deadlySignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Runs `restore` when the process exits, fails or gets a deadly signal, which then does what it
 * would have done. Returns how to take the guard off; `restore` must do that itself.
 */
export const guardExits = (restore: () => void): (() => void) => {
	const removeAll = (): void => {
		process.off('exit', restore);
		process.off('uncaughtExceptionMonitor', restore);
		for (const signal of deadlySignals) {
			process.off(signal, onDeadlySignal);
		}
	};

	const onDeadlySignal = (signal: NodeJS.Signals): void => {
		restore();
		removeAll();
		process.kill(process.pid, signal);
	};

	process.on('exit', restore);
	// Comes before Node prints an uncaught exception or unhandled rejection, and changes neither.
	process.on('uncaughtExceptionMonitor', restore);
	for (const signal of deadlySignals) {
		process.on(signal, onDeadlySignal);
	}

	return removeAll;
};
