/** A server with people, messages and files in it, to be backed up and restored. */
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import type {Client} from '../../source/client/client-api.ts';
import {type ChatServer, joinServer, startChatServer} from './chat-pair.ts';
import {temporaryFolder} from './temporary-folder.ts';

export type LivedInServer = {
	readonly server: ChatServer;
	readonly alice: Client;
	/** `#ops` */
	readonly conversation: number;
	/** Sends a file of so many bytes, all of them `fill`; resolves with the message's `seq`. */
	sendFile(bytes: number, fill: number): Promise<number>;
	send(text: string): Promise<void>;
};

export const startLivedInServer = async (): Promise<LivedInServer> => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const conversation = await alice.createGroup('ops', []);
	const folder = temporaryFolder();
	const send = async (text: string): Promise<void> => {
		await alice.whenSent(alice.sendMessage(conversation, text));
	};
	const sendFile = async (bytes: number, fill: number): Promise<number> => {
		const path = join(folder, `${fill}.bin`);
		writeFileSync(path, Buffer.alloc(bytes, fill));
		return (await alice.whenSent(alice.sendFile(conversation, path))).seq;
	};
	await send('hello');
	await sendFile(200_000, 1);
	return {server, alice, conversation, sendFile, send};
};

/** What makes a data folder one server and no other: its messages, its identity, its files. */
export const contentOf = (folder: string) => {
	const database = new Database(join(folder, 'server.db'));
	const texts = database
		.prepare<[], string>(
			"SELECT json_extract(content, '$.text') FROM entry WHERE kind = 'message-sent' ORDER BY log, seq",
		)
		.pluck()
		.all();
	const epoch = database.prepare("SELECT value FROM setting WHERE key = 'epoch'").pluck().get();
	const damage = database.pragma('integrity_check', {simple: true});
	database.close();
	const files = (readdirSync(join(folder, 'files'), {recursive: true}) as string[])
		.map(name => name.split('/').at(-1) ?? '')
		.filter(name => name.length === 43)
		.sort();
	return {
		texts,
		epoch,
		damage,
		files,
		identity: readFileSync(join(folder, 'identity.pem'), 'utf8'),
	};
};
