/** What waits for one connection when much comes at once: nothing is lost in silence, nobody is forgotten. */
import {Duplex} from 'node:stream';
import {expect, test} from 'vitest';
import {SendQueue} from '../../source/server/send-queue.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {resumeAs, signUp, type WireClient} from '../helpers/wire-client.ts';

const longText = 'x'.repeat(16_000);

const send = (client: WireClient, conversation: number, text: string) =>
	client.request('send-message', {conversation, id: crypto.randomUUID(), text});

const startTeam = async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const createGroup = async (name: string): Promise<number> =>
		(await ada.request('create-group', {name, members: ['bob']})).conversation.id;
	return {server, ada, bob, createGroup};
};

test('who asks for many full pages at once is answered, and afterwards too', async () => {
	const {ada, bob, createGroup} = await startTeam();
	const log = await createGroup('team');
	for (let count = 0; count < 40; count += 1) {
		await send(ada, log, longText);
	}

	const {epoch} = bob.session;
	const pages = await Promise.all(
		Array.from({length: 6}, () => bob.request('fetch-entries', {log, epoch})),
	);
	expect(pages.every(({entries}) => entries.length > 0)).toBe(true);
	await bob.settle();
});

test('who follows groups that are busy gets it all, or is told to sync', async () => {
	const {server, ada, bob, createGroup} = await startTeam();
	const logs = [await createGroup('team'), await createGroup('other')];
	const writers = await Promise.all(Array.from({length: 20}, () => resumeAs(server, ada)));
	await Promise.all(
		Array.from({length: 140}, (_, count) => {
			const writer = writers[count % writers.length] ?? ada;
			return send(writer, logs[count % 2] ?? 0, longText);
		}),
	);
	await send(ada, logs[0] ?? 0, 'the last word');
	const hasLast = () =>
		bob.entriesOf(logs[0] ?? 0).some(({content}) => content.text === 'the last word');
	await waitFor(
		() => hasLast() || bob.bodiesOf('sync-needed').length > 0,
		'the last word, or the word to sync',
	);
	await send(ada, logs[1] ?? 0, 'and one more');
	await waitFor(
		() => bob.entriesOf(logs[1] ?? 0).some(({content}) => content.text === 'and one more'),
		'what is sent after it',
	);
});

test('who has much to read is told all the same that more is missing', async () => {
	const written: string[] = [];
	const waiting: (() => void)[] = [];
	const socket = Object.assign(
		new Duplex({
			read: () => undefined,
			write(chunk, _encoding, done) {
				written.push(String(chunk).slice(0, 10));
				waiting.push(done);
			},
		}),
		{bytesWritten: 0},
	);
	const queue = new SendQueue(socket, {
		onMissed: () => Buffer.from('sync'),
		onRoom: () => undefined,
	});
	queue.pushEntries(Buffer.alloc(300_000, 'x'));
	queue.flush();
	queue.pushSignal(Buffer.from('signal'));
	queue.pushSync();
	queue.flush();
	queue.pushEntries(Buffer.alloc(800_000, 'y'));
	queue.pushSync();
	queue.flush();
	await waitFor(() => {
		waiting.shift()?.();
		return socket.writableLength === 0;
	}, 'all of it to be read');
	await waitFor(() => {
		queue.flush();
		waiting.shift()?.();
		return written.length === 4;
	}, 'the word to sync');
	expect(written).toEqual(['x'.repeat(10), 'sync', 'y'.repeat(10), 'sync']);
});
