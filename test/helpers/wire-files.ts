/** Files over the bare wire: made, described, sent and fetched. */
import {createHash} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {limits} from '../../source/protocol/limits.ts';
import {seededRandom} from './seeded-random.ts';
import {startTestServer} from './test-server.ts';
import {signUp, type WireClient} from './wire-client.ts';

export const makeBytes = (length: number, seed = 1): Buffer => {
	const random = seededRandom(seed);
	return Buffer.from(Array.from({length}, () => Math.floor(random() * 256)));
};

export const idOf = (bytes: Uint8Array): string =>
	createHash('sha256').update(bytes).digest('base64url');

export const describe = (bytes: Uint8Array, more: object = {}) => ({
	id: idOf(bytes),
	size: bytes.length,
	name: 'plan.bin',
	kind: 'file' as const,
	type: 'application/octet-stream',
	...more,
});

/** Sends bytes from where the server says to `end`. */
export const sendBytes = async (client: WireClient, bytes: Buffer, end = bytes.length) => {
	const {upload, offset} = await client.request('start-upload', {
		file: idOf(bytes),
		size: bytes.length,
	});
	for (let at = offset; at < end; at += limits.chunkBytesMax) {
		const data = bytes.subarray(at, Math.min(end, at + limits.chunkBytesMax));
		await client.request('write-chunk', {upload, offset: at, data});
	}

	return {upload, offset};
};

export const upload = async (client: WireClient, bytes: Buffer): Promise<void> => {
	const {upload: number} = await sendBytes(client, bytes);
	await client.request('finish-upload', {upload: number});
};

export const send = (
	client: WireClient,
	conversation: number,
	file?: ReturnType<typeof describe>,
) =>
	client.request('send-message', {
		conversation,
		id: crypto.randomUUID(),
		text: '',
		...(file === undefined ? {} : {file}),
	});

export const fetchAll = async (client: WireClient, place: {conversation: number; seq: number}) => {
	const chunks: Uint8Array[] = [];
	for (;;) {
		const offset = chunks.reduce((sum, {length}) => sum + length, 0);
		const {data} = await client.request('fetch-chunk', {...place, offset, length: 65_536});
		if (data.length === 0) {
			return Buffer.concat(chunks);
		}

		chunks.push(data);
	}
};

export const startPair = async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob', {encoding: 'msgpack'});
	const carol = await signUp(server, 'carol');
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	const stored = (): string[] =>
		readdirSync(join(server.dataDir, 'files'), {recursive: true, encoding: 'utf8'}).filter(
			name => /[\w-]{43}$/.test(name) && !name.startsWith('parts'),
		);
	const parts = (): string[] => readdirSync(join(server.dataDir, 'files', 'parts'));
	return {server, ada, bob, carol, direct: conversation.id, stored, parts};
};

export const codeOf = async (client: WireClient, conversation: number, file: object) =>
	client.codeOf('send-message', {conversation, id: crypto.randomUUID(), text: '', file} as never);
