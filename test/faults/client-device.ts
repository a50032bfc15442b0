/** One client process as the driver sees it: orders in, news out, and what it must still do after a kill. */
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {Ledger} from './ledger.ts';
import type {ClientTask, News, Order, View} from './order.ts';
import type {Action} from './plan.ts';

const script = fileURLToPath(new URL('client-process.ts', import.meta.url));

export type ClientDevice = {
	/** Such as `alice-2`. */
	readonly label: string;
	readonly name: string;
	readonly dataDir: string;
	readonly pid: number;
	/** Whether its script is over. */
	readonly isPlayed: boolean;
	/** Starts it, and resolves when it is online and up to date. */
	open(): Promise<void>;
	/** Goes on with its script, from its beginning or from where a kill has left it. */
	play(script?: readonly Action[]): void;
	/** Resolves when everything is sent or refused; by a new connection it finds what it missed. @default true */
	settle(isReconnecting?: boolean): Promise<void>;
	show(): Promise<View>;
	/** What it waits for, in words; nothing from one that does not run. */
	explain(): Promise<string>;
	stop(): Promise<void>;
	kill(): Promise<void>;
};

export const createClientDevice = (options: {
	readonly label: string;
	readonly task: ClientTask;
	readonly env: Readonly<Record<string, string>>;
	readonly ledger: Ledger;
}): ClientDevice => {
	const {label, task, env, ledger} = options;
	let child: ChildProcess | undefined;
	let toDo: readonly Action[] = [];
	let isPlayed = true;
	const waiting = new Map<News['news'], (news: News) => void>();

	const take = (news: News): void => {
		switch (news.news) {
			case 'queued':
				ledger.queued.set(news.id, label);
				break;
			case 'acknowledged':
				ledger.acknowledge(news, label);
				break;
			case 'changed':
				ledger.changes.push(news.change);
				break;
			case 'done':
				toDo = toDo.slice(1);
				ledger.noteDone(news.action, news.refusal);
				break;
			case 'played':
				isPlayed = true;
				break;
			case 'defect':
				ledger.defects.push(`${label}: ${news.text}`);
				break;
			default:
				break;
		}

		waiting.get(news.news)?.(news);
	};

	const next = (news: News['news']): Promise<News> =>
		new Promise((resolve, reject) => {
			const running = child;
			const onExit = (): void => reject(new Error(`${label} ended while it should get ${news}`));
			running?.once('exit', onExit);
			waiting.set(news, told => {
				running?.off('exit', onExit);
				waiting.delete(news);
				resolve(told);
			});
		});

	const order = (what: Order): void => {
		if (child?.connected) {
			child.send(what);
		}
	};

	return {
		label,
		name: task.name,
		dataDir: task.dataDir,
		get pid() {
			return child?.pid ?? 0;
		},
		get isPlayed() {
			return isPlayed;
		},
		async open() {
			child = fork(script, [JSON.stringify(task)], {
				env: {...process.env, ...env, NODE_ENV: 'production'},
				execArgv: ['--disable-warning=ExperimentalWarning'],
				stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			});
			child.stderr?.on('data', (chunk: Buffer) => {
				ledger.defects.push(`${label}: ${chunk.toString()}`);
			});
			child.on('message', take);
			await next('open');
		},
		play(script) {
			toDo = script ?? toDo;
			isPlayed = false;
			order({order: 'play', script: toDo});
		},
		async settle(isReconnecting = true) {
			order({order: 'settle', isReconnecting});
			await next('settled');
		},
		async show() {
			order({order: 'show'});
			const news = await next('shown');
			return news.news === 'shown' ? news.view : {};
		},
		async explain() {
			if (child?.connected !== true) {
				return 'not running';
			}

			order({order: 'explain'});
			const news = await next('explained');
			return news.news === 'explained' ? news.text : '';
		},
		async stop() {
			const running = child;
			if (running?.connected) {
				const exited = once(running, 'exit');
				order({order: 'stop'});
				await exited;
			}
		},
		async kill() {
			const running = child;
			if (running !== undefined && running.exitCode === null && running.signalCode === null) {
				const exited = once(running, 'exit');
				running.kill('SIGKILL');
				await exited;
			}
		},
	};
};
