/**
 * A client that sends a file once and fetches another, and may be killed at any time: run it again, with the same
 * task as JSON, until it ends with 0.
 */
import {existsSync} from 'node:fs';
import {openAccount} from '../../source/client/accounts.ts';

type Task = {
	readonly server: string;
	readonly name: string;
	readonly dataDir: string;
	readonly conversation: number;
	/** Sent unless it waits in the outbox or is on the server. */
	readonly send: string;
	readonly fetch: number;
	readonly into: string;
};

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const client = openAccount(task.dataDir, task, {
	timing: {retryDelayMsBase: 20, retryDelayMsMax: 200},
});
client.start();
await client.whenSynced(30_000);
const {conversation} = task;
const isKnown = async (): Promise<boolean> =>
	client.getState().queued > 0 ||
	(await client.listFiles(conversation)).files.some(({sender}) => sender?.name === task.name);
if (!(await isKnown())) {
	client.sendFile(conversation, task.send);
}

if (!existsSync(task.into)) {
	await client.fetchFile({conversation, seq: task.fetch}, task.into);
}

const isIdle = (): boolean =>
	client.getState().queued === 0 && client.getState().transfers.size === 0;
await new Promise<void>(resolve => {
	const check = (): void => {
		if (isIdle()) {
			resolve();
		}
	};
	client.subscribe(check);
	check();
});
await client.stop();
