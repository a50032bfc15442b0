/** A client whose disk is full while a file comes, and files that are not what they say. */
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {makeFile, seededBytes} from '../../helpers/files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const openPair = async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	const bytes = seededBytes(200_000);
	await bob.whenSent(bob.sendFile(direct, makeFile('plan.bin', bytes)));
	const {files} = await bob.listFiles(direct);
	const [{seq = 0, file} = {}] = files;
	return {server, dataDir, alice, place: {conversation: direct, seq}, id: file?.id ?? '', bytes};
};

test.runIf(existsSync('/dev/full'))(
	'a full disk is said, and nothing half-written stays',
	async () => {
		const {dataDir, alice, place, id, bytes} = await openPair();
		const part = join(dataDir, 'parts', id);
		mkdirSync(join(dataDir, 'parts'));
		symlinkSync('/dev/full', part);
		const target = temporaryFolder();
		await expect(alice.fetchFile(place, target)).rejects.toThrow('the disk is full');
		expect(lstatSync(part, {throwIfNoEntry: false})).toBeUndefined();
		expect(readdirSync(target)).toEqual([]);
		const [transfer] = alice.getState().transfers.values();
		expect(transfer).toMatchObject({
			status: 'failed',
			error: expect.stringContaining('disk is full'),
		});
		const saved = await alice.fetchFile(place, target);
		expect(readFileSync(saved)).toEqual(bytes);
		await waitFor(() => alice.getState().transfers.size === 0, 'the failure to be taken off');
	},
);

test('content that is not what the message says is thrown away', async () => {
	const {server, alice, place, id, dataDir} = await openPair();
	const stored = join(server.dataDir, 'files', `by-id-${id.slice(0, 2)}`, id);
	writeFileSync(stored, Buffer.alloc(200_000, 'x'));
	const target = temporaryFolder();
	await expect(alice.fetchFile(place, target)).rejects.toMatchObject({code: 'wrong-file'});
	expect(readdirSync(target)).toEqual([]);
	expect(readdirSync(join(dataDir, 'parts'))).toEqual([]);
	writeFileSync(stored, 'short');
	await expect(alice.fetchFile(place, target)).rejects.toMatchObject({code: 'wrong-file'});
});
