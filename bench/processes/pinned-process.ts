/** Starts a TypeScript file of the bench on one core and asks it for things over IPC. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import type {AnswerMessage, Calls} from './calls.ts';

/** Servers run on one core, whatever loads or watches them on the other. */
export const serverCore = 0;
export const generatorCore = 1;

export type PinnedProcess<Table extends Calls> = {
	readonly pid: number;
	call<Name extends keyof Table & string>(
		name: Name,
		request: Table[Name]['request'],
	): Promise<Table[Name]['reply']>;
	stop(): Promise<void>;
};

const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** Command line that runs `command` on one core; without `taskset` it runs anywhere. */
export const pinnedCommand = (core: number, command: readonly string[]): string[] =>
	hasTaskset ? ['taskset', '-c', String(core), ...command] : [...command];

/** Why the figures of this run are not comparable, or `undefined` when cores can be pinned. */
export const pinningProblem = (): string | undefined =>
	hasTaskset
		? undefined
		: 'WARNING: taskset is missing (util-linux): nothing is pinned, so servers and generator share cores.';

type Waiting = {resolve: (reply: never) => void; reject: (error: Error) => void};

const settleCalls = (child: ChildProcess, script: string): Map<number, Waiting> => {
	const waiting = new Map<number, Waiting>();
	child.on('message', (message: AnswerMessage) => {
		const call = waiting.get(message.id);
		waiting.delete(message.id);
		if ('error' in message) {
			call?.reject(new Error(`${script}: ${message.error}`));
		} else {
			call?.resolve(message.reply as never);
		}
	});
	child.on('exit', (code, signal) => {
		for (const {reject} of waiting.values()) {
			reject(new Error(`${script} ended early (${signal ?? code}).`));
		}
	});
	return waiting;
};

/** `script` is a file of the bench that calls `answerCalls`. */
export const startPinned = <Table extends Calls>(options: {
	script: URL;
	core: number;
	nodeOptions?: readonly string[];
}): PinnedProcess<Table> => {
	const {pathname} = options.script;
	const [command = '', ...commandArguments] = pinnedCommand(options.core, [
		process.execPath,
		'--disable-warning=ExperimentalWarning',
		...(options.nodeOptions ?? []),
		pathname,
	]);
	const child = spawn(command, commandArguments, {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		env: {...process.env, NODE_ENV: 'production'},
	});
	const exited = once(child, 'exit');
	const waiting = settleCalls(child, pathname);
	let callsMade = 0;
	return {
		pid: child.pid ?? 0,
		async call(name, request) {
			callsMade += 1;
			const id = callsMade;
			const {promise, resolve, reject} = Promise.withResolvers<never>();
			waiting.set(id, {resolve, reject});
			child.send({id, name, request});
			return promise;
		},
		async stop() {
			child.disconnect();
			await exited;
		},
	};
};
