/** Spoils the disk and the clock of a process: orders in a shared file, which the library of shim.c follows. */
import {execFileSync, spawnSync} from 'node:child_process';
import {closeSync, existsSync, openSync, readSync, rmSync, writeSync} from 'node:fs';
import {constants} from 'node:os';
import {fileURLToPath} from 'node:url';

/** In the order of `struct orders`. */
const fields = [
	'clockOffsetMs',
	'syncDelayUs',
	'failFrom',
	'failUntil',
	'failErrno',
	'isShort',
	'writes',
	'failures',
] as const;

type Field = (typeof fields)[number];

const source = fileURLToPath(new URL('shim.c', import.meta.url));

/** Whether this machine can build and load it: Linux with a C compiler. */
export const hasShim = (): boolean =>
	process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0;

/** Compiles the library to `file`. */
export const buildShim = (file: string): void => {
	if (!existsSync(file)) {
		execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', file, source, '-ldl'], {stdio: 'pipe'});
	}
};

export type Shim = {
	/** For the environment of the process. */
	readonly env: Readonly<Record<string, string>>;
	/** How many writes have failed so far. */
	readonly failures: number;
	/** `count` writes fail, after `after` more. */
	failWrites(options: {
		readonly after: number;
		readonly count: number;
		readonly error: 'ENOSPC' | 'EIO';
		readonly isShort: boolean;
	}): void;
	slowDown(syncMs: number): void;
	moveClock(offsetMs: number): void;
	/** The disk works again. The clock stays where it is. */
	relent(): void;
	close(): void;
};

/** `file` must be on a disk that works. */
export const createShim = (library: string, file: string): Shim => {
	const orders = openSync(file, 'w+', 0o600);
	const cell = Buffer.alloc(8);
	const placeOf = (field: Field): number => fields.indexOf(field) * cell.length;
	const set = (field: Field, value: number): void => {
		cell.writeBigInt64LE(BigInt(Math.round(value)));
		writeSync(orders, cell, 0, cell.length, placeOf(field));
	};

	const get = (field: Field): number => {
		readSync(orders, cell, 0, cell.length, placeOf(field));
		return Number(cell.readBigInt64LE());
	};

	for (const field of fields) {
		set(field, 0);
	}

	return {
		env: {LD_PRELOAD: library, CHAT_TUI_FAULTS: file},
		get failures() {
			return get('failures');
		},
		failWrites({after, count, error, isShort}) {
			const from = get('writes') + after;
			set('failErrno', constants.errno[error]);
			set('isShort', Number(isShort));
			set('failFrom', from);
			set('failUntil', from + count);
		},
		slowDown: syncMs => set('syncDelayUs', syncMs * 1_000),
		moveClock: offsetMs => set('clockOffsetMs', offsetMs),
		relent() {
			set('failUntil', 0);
			set('syncDelayUs', 0);
		},
		close() {
			closeSync(orders);
			rmSync(file, {force: true});
		},
	};
};
