/**
 * A client in a process of its own, which the saboteur may kill at any time: run it again with the same task.
 *
 *     node test/faults/client-process.ts TASK      TASK: JSON; orders and news travel over IPC
 */
import {setTimeout as delay} from 'node:timers/promises';
import type {Client} from '../../source/client/client-api.ts';
import type {ClientTask, News, Order} from './order.ts';
import {perform, type Stage} from './perform.ts';
import type {Action} from './plan.ts';
import {readView} from './view.ts';

// The library as bots get it; it starts in half the time.
const library = '../../dist/library.js';
const {connect, ClientError, ProtocolError} = (await import(
	library
)) as typeof import('../../source/client/library.ts');

const task = JSON.parse(process.argv[2] ?? '{}') as ClientTask;
const account = {
	server: task.server,
	name: task.name,
	password: task.password,
	device: task.device,
	dataDir: task.dataDir,
	acceptNew: true,
	timing: {
		retryDelayMsBase: 20,
		retryDelayMsMax: 200,
		connectTimeoutMs: 2_000,
		handshakeTimeoutMs: 2_000,
		requestTimeoutMs: 4_000,
		heartbeatMs: 300,
		silenceMsMax: 1_500,
	},
};

const tell = (news: News): void => {
	process.send?.(news);
};

const refusalOf = (error: unknown): string | undefined =>
	error instanceof ProtocolError || error instanceof ClientError ? error.code : undefined;

/** Faults may refuse anything; what has no code is a defect of the client. `internal` is one of the server. */
const tellFailure = (error: unknown, what: string): string => {
	const refusal = refusalOf(error);
	if (refusal === undefined || refusal === 'internal') {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		tell({news: 'defect', text: `${what}: ${text}`});
	}

	return refusal ?? 'defect';
};

/** Opens the account, whatever the saboteur does meanwhile. */
const open = async (): Promise<Client> => {
	for (;;) {
		try {
			return await connect({...account, timeoutMs: 60_000});
		} catch (error) {
			const refusal = tellFailure(error, 'connect');
			if (refusal === 'defect') {
				throw error;
			}

			await delay(50);
		}
	}
};

let client = await open();
let reopening: Promise<void> | undefined;

/** Logs in anew, once for all who find the device logged out. */
const reopen = (): Promise<void> => {
	reopening ??= (async () => {
		await client.stop();
		client = await open();
		watch();
		reopening = undefined;
	})();
	return reopening;
};

/** Who finds the device logged out logs in again, as a person would: the reply to a log-out may have got lost. */
const watch = (): void => {
	client.subscribe(() => {
		const {connection} = client.getState();
		if (connection.status === 'stopped') {
			if (!task.mayLogOut || connection.reason.code !== 'signed-out') {
				tell({news: 'defect', text: `stopped: ${JSON.stringify(connection.reason)}`});
			}

			reopen().catch(error => tellFailure(error, 'reopen'));
		}
	});
};

watch();
tell({news: 'open'});

const untilOnline = async (): Promise<void> => {
	while (reopening !== undefined || client.getState().connection.status !== 'online') {
		await delay(10);
	}
};

/** Tells what becomes of a message. */
const follow = async (id: string): Promise<void> => {
	tell({news: 'queued', id});
	try {
		const {seq} = await client.whenSent(id);
		tell({news: 'acknowledged', id, seq});
	} catch (error) {
		tellFailure(error, `whenSent ${id}`);
	}
};

/** How much is written and unanswered before the next action waits. */
const unansweredMax = 6;
const unanswered = new Set<Promise<void>>();

const keep = async (work: Promise<void>): Promise<void> => {
	const kept = work.finally(() => unanswered.delete(kept));
	unanswered.add(kept);
	while (unanswered.size >= unansweredMax) {
		await Promise.race([...unanswered]);
	}
};

const logInAgain = async (): Promise<void> => {
	if (task.mayLogOut) {
		await client.logOut();
		await reopen();
	}
};

/** Kinds of actions that have begun and are not over. */
const underWay: string[] = [];

const act = async (action: Action): Promise<void> => {
	underWay.push(action.kind);
	const stage: Stage = {
		client,
		files: task.files,
		onQueued: id => void keep(follow(id)),
		onChanged: change => tell({news: 'changed', change}),
	};
	try {
		const {kind} = action;
		await (kind === 'log-in-again' ? logInAgain() : perform(stage, {...action, kind}));
		tell({news: 'done', action: action.kind});
	} catch (error) {
		tell({news: 'done', action: action.kind, refusal: tellFailure(error, action.kind)});
		await untilOnline();
	} finally {
		underWay.splice(underWay.indexOf(action.kind), 1);
	}
};

const play = async (script: readonly Action[]): Promise<void> => {
	for (const action of script) {
		await reopening;
		await keep(act(action));
		if (action.kind === 'log-in-again') {
			await Promise.all(unanswered);
		}
	}

	await Promise.all(unanswered);
	tell({news: 'played'});
};

/** Resolves when everything written here is on the server or was refused, and everything there is here. */
const settle = async (): Promise<void> => {
	for (;;) {
		await untilOnline();
		try {
			await client.whenSynced(30_000);
			break;
		} catch (error) {
			tellFailure(error, 'whenSynced');
		}
	}

	const {queued, failed, transfers} = client.getState();
	if (queued > failed || [...transfers.values()].some(({status}) => status !== 'failed')) {
		await delay(20);
		await settle();
	}
};

const obey = async (order: Order): Promise<void> => {
	switch (order.order) {
		case 'play':
			await play(order.script);
			break;
		case 'settle':
			if (order.isReconnecting) {
				client.reconnect();
			}

			await settle();
			tell({news: 'settled'});
			break;
		case 'show':
			tell({news: 'shown', view: await readView(client)});
			break;
		case 'explain': {
			const {connection, queued, failed, transfers, conversations} = client.getState();
			const waiting = [...conversations.values()].flatMap(({id, isLeft}) => {
				const timeline = client.openTimeline(id);
				const {items} = timeline.getState();
				timeline.close();
				return items
					.filter(({delivery}) => delivery === 'queued')
					.map(item => ({conversation: id, isLeft, id: item.id}));
			});
			const state = {
				connection,
				queued,
				failed,
				waiting,
				transfers: [...transfers.values()],
				underWay,
			};
			tell({news: 'explained', text: JSON.stringify(state)});
			break;
		}
		case 'stop':
			await client.stop();
			process.exit();
			break;
	}
};

// Nobody is left behind by a driver that ended early.
process.once('disconnect', () => process.exit());
process.on('message', (order: Order) => {
	obey(order).catch(error => tellFailure(error, order.order));
});
