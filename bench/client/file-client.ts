/** A chat-tui client without a screen as a child process of the bench: sends messages and files, tells how long they took. */
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Client} from '../../source/client/client-api.ts';
import {connect, register} from '../../source/client/library.ts';
import {answerCalls} from '../processes/calls.ts';

export type FileClientCalls = {
	/** Makes an account and logs in; `folder` keeps its data. */
	open: {request: {port: number; name: string; folder: string}; reply: null};
	openDirect: {request: {name: string}; reply: {conversation: number}};
	/** Sends so many messages, one each `everyMs`. */
	sendEvery: {request: {conversation: number; everyMs: number; count: number}; reply: null};
	/** Milliseconds that a file took to the server. */
	sendFile: {request: {conversation: number; path: string}; reply: {durationMs: number}};
	/** Milliseconds that the newest file of the conversation took from the server. */
	fetchFile: {request: {conversation: number; folder: string}; reply: {durationMs: number}};
	/** Of the messages that came since the last call: milliseconds from being written to being here. */
	takeLatencies: {request: null; reply: {latenciesMs: number[]}};
};

const password = 'correct horse battery';

let client: Client | undefined;
let latenciesMs: number[] = [];

const current = (): Client => {
	if (client === undefined) {
		throw new Error('The client is not open.');
	}

	return client;
};

/** By the machine's own clock, which all processes share. */
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

answerCalls<FileClientCalls>({
	async open({port, name, folder}) {
		const dataDir = join(folder, name);
		const server = `127.0.0.1:${port}`;
		const account = {dataDir, server, name, password, acceptNew: true};
		await (await register(account)).stop();
		client = await connect(account);
		client.onEntry(({content, kind, sender}) => {
			if (
				kind === 'message-sent' &&
				sender?.name !== name &&
				/^[\d.]+$/.test(String(content.text))
			) {
				latenciesMs.push(nowMs() - Number(content.text));
			}
		});
		return null;
	},
	openDirect: async ({name}) => ({conversation: await current().openDirect([name])}),
	async sendEvery({conversation, everyMs, count}) {
		for (let sent = 0; sent < count; sent += 1) {
			current().sendMessage(conversation, String(nowMs()));
			await delay(everyMs);
		}

		return null;
	},
	async sendFile({conversation, path}) {
		const startedAt = performance.now();
		await current().whenSent(current().sendFile(conversation, path));
		return {durationMs: performance.now() - startedAt};
	},
	async fetchFile({conversation, folder}) {
		const {files} = await current().listFiles(conversation, {limit: 1});
		const startedAt = performance.now();
		await current().fetchFile({conversation, seq: files[0]?.seq ?? 0}, folder);
		return {durationMs: performance.now() - startedAt};
	},
	takeLatencies() {
		const taken = latenciesMs;
		latenciesMs = [];
		return {latenciesMs: taken};
	},
});
