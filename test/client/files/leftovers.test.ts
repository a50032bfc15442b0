/** What files leave behind on this computer: nothing that nobody needs, and nothing taken from others. */
import {existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {joinServer, reopenAccount, startChatServer} from '../../helpers/chat-pair.ts';
import {startFaultyProxy} from '../../helpers/faulty-proxy.ts';
import {makeFile, seededBytes} from '../../helpers/files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const makePhoto = async (): Promise<string> => {
	const bytes = await sharp({create: {width: 300, height: 200, channels: 3, background: '#446'}})
		.jpeg()
		.withExif({IFD3: {GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100'}})
		.toBuffer();
	return makeFile('photo.jpg', bytes);
};

test('another program of the account leaves the copies alone that this one sends', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const dataDir = temporaryFolder();
	const alice = await joinServer({...server, address: proxy.address}, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	proxy.stall();
	const id = alice.sendFile(direct, await makePhoto());
	await waitFor(() => alice.getState().transfers.get(id)?.status === 'running', 'the upload');
	const folder = join(dataDir, 'accounts', `alice@${proxy.address.replace(':', '_')}`, 'outgoing');
	expect(readdirSync(folder)).toHaveLength(1);
	await reopenAccount(dataDir, 'alice', proxy.address).stop();
	expect(readdirSync(folder)).toHaveLength(1);
	proxy.resume();
	await alice.whenSent(id);
	const {files} = await bob.listFiles(direct);
	expect(files[0]?.file.kind).toBe('picture');
	await waitFor(() => readdirSync(folder).length === 0, 'the copy to go with its message');
});

test('what was left long ago goes at a start; what is young may be somebody’s', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	await (await joinServer(server, 'alice', {dataDir})).stop();
	const parts = join(dataDir, 'parts');
	mkdirSync(parts);
	writeFileSync(join(parts, 'old'), 'x');
	writeFileSync(join(parts, 'young'), 'x');
	const longAgo = new Date(Date.now() - 8 * 86_400_000);
	utimesSync(join(parts, 'old'), longAgo, longAgo);
	await reopenAccount(dataDir, 'alice', server.address).stop();
	expect(readdirSync(parts)).toEqual(['young']);
});

test('a file that the server gives no more leaves no part, nor does a cancelled one', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer({...server, address: proxy.address}, 'bob', {dataDir});
	const direct = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	const {seq} = await alice.whenSent(
		alice.sendFile(direct, makeFile('a.bin', seededBytes(9_000_000))),
	);
	const place = {conversation: direct, seq};
	await waitFor(() => bob.readMessage(place) !== undefined, 'the message to arrive');
	const parts = () =>
		existsSync(join(dataDir, 'parts')) ? readdirSync(join(dataDir, 'parts')) : [];
	const isComing = () => parts().length > 0;
	// Each connection brings a little of it.
	proxy.cutAfter(() => 600_000);
	proxy.cut();
	const cancelled = bob.fetchFile(place, temporaryFolder());
	cancelled.catch(() => undefined);
	await waitFor(isComing, 'a part of it');
	proxy.setReachable(false);
	proxy.cut();
	bob.cancelTransfer(`${direct}:${seq}`);
	await expect(cancelled).rejects.toMatchObject({code: 'stopped'});
	expect(parts()).toEqual([]);
	proxy.setReachable(true);
	const recalled = bob.fetchFile(place, temporaryFolder());
	recalled.catch(() => undefined);
	await waitFor(isComing, 'a part of it');
	proxy.setReachable(false);
	proxy.cut();
	await alice.recallMessage(place);
	proxy.setReachable(true);
	bob.reconnect();
	await expect(recalled).rejects.toThrow(/no (such message|file)/);
	expect(parts()).toEqual([]);
});

test('who waits for a file hears that the client was stopped, and the file comes after the next start', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer({...server, address: proxy.address}, 'bob', {dataDir});
	const direct = await alice.openDirect(['bob']);
	const bytes = seededBytes(2_000_000);
	const {seq} = await alice.whenSent(alice.sendFile(direct, makeFile('a.bin', bytes)));
	await waitFor(() => bob.readMessage({conversation: direct, seq}) !== undefined, 'the message');
	proxy.stall();
	const into = temporaryFolder();
	const fetched = bob.fetchFile({conversation: direct, seq}, into);
	fetched.catch(() => undefined);
	await waitFor(() => bob.getState().transfers.size === 1, 'the transfer');
	await bob.stop();
	await expect(fetched).rejects.toMatchObject({code: 'stopped'});
	proxy.resume();
	const again = reopenAccount(dataDir, 'bob', proxy.address);
	again.start();
	await waitFor(() => readdirSync(into).includes('a.bin'), 'the file to come');
	await waitFor(() => again.getState().transfers.size === 0, 'the transfer to be over');
	expect(readdirSync(into)).toEqual(['a.bin']);
});
