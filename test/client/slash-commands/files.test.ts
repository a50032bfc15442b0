/** Commands about files, on a real server, and what the other one gets. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {completeInput} from '../../../source/client/slash-commands/complete-input.ts';
import {
	quotePath,
	splitCaption,
	splitPaths,
} from '../../../source/client/slash-commands/file-paths.ts';
import {makeFile} from '../../helpers/files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

const openOps = async () => {
	const pair = await openPair();
	const group = await openGroup(pair);
	const filesOf = async () => (await pair.bob.listFiles(group)).files;
	return {...pair, group, filesOf};
};

test('files are sent with a caption, listed by kind, and saved', async () => {
	const {alice, bob, group, filesOf} = await openOps();
	const path = makeFile('my plan.txt', 'step one');
	const other = makeFile('data.bin', Buffer.from([0, 1, 2, 255]));
	expect(await say(alice, `/send --in #ops "${path}" ${other} -- read these`)).toEqual([
		'2 files are on their way.',
	]);
	await waitFor(async () => (await filesOf()).length === 2, 'both to arrive');
	await expect(run(alice, `/send --in #ops ${other} /no/such/file`)).rejects.toThrow('no such');
	await waitFor(() => alice.getState().queued === 0, 'all to be sent');
	expect(await filesOf()).toHaveLength(2);
	const lines = await say(bob, '/files --in #ops');
	expect(lines.join('\n')).toMatch(/alice: {2}my plan\.txt {2}\(8 bytes\) {2}[\da-f-]{36}/);
	expect(await say(bob, '/files --in #ops picture')).toEqual(['There are no files here.']);
	const folder = temporaryFolder();
	const {objects} = await run(bob, '/files --in #ops');
	const {id} = objects.find(object => JSON.stringify(object).includes('my plan')) as {id: string};
	expect(await say(bob, `/get --in #ops ${id} ${folder}`)).toEqual([
		`Saved as ${join(folder, 'my plan.txt')}`,
	]);
	expect(readFileSync(join(folder, 'my plan.txt'), 'utf8')).toBe('step one');
	const found = bob.searchMessages('read these', {conversation: group});
	expect(found).toMatchObject([{body: {file: {name: 'my plan.txt'}}}]);
	expect(bob.searchMessages('plan', {conversation: group})).toHaveLength(1);
});

test('a file is opened and played by the screen, and forwarded with its message', async () => {
	const {alice, bob, filesOf} = await openOps();
	await run(alice, `/send --in #ops ${makeFile('note.txt', 'hello')}`);
	await waitFor(async () => (await filesOf()).length === 1, 'it to arrive');
	const opened = await run(bob, '/open --in #ops ^');
	expect(opened.show).toMatchObject({action: 'open'});
	expect(readFileSync(opened.lines[0] ?? '', 'utf8')).toBe('hello');
	await expect(run(bob, '/play --in #ops ^')).rejects.toThrow('neither sound nor video');
	await run(bob, '/forward #ops:^ @alice');
	const direct = await bob.openDirect(['alice']);
	await waitFor(
		async () => (await alice.listFiles(direct)).files.length === 1,
		'the forwarded file',
	);
	await expect(run(bob, '/get --in #ops nowhere-at-all')).rejects.toThrow('no message');
	await run(bob, '/msg #ops just words');
	await expect(run(bob, '/get --in #ops ^')).rejects.toThrow('carries no file');
	await run(alice, '/recall #ops:^2');
	await waitFor(async () => (await filesOf()).length === 0, 'the recalled file to be gone');
	expect((await alice.listFiles(direct)).files).toHaveLength(1);
});

test('transfers are listed and cancelled, and the location is kept by choice', async () => {
	const {server, alice} = await openOps();
	expect(await say(alice, '/transfers')).toEqual(['No file is on its way.']);
	await expect(run(alice, '/cancel')).rejects.toThrow('no such transfer');
	await server.stop();
	await waitFor(() => alice.getState().connection.status !== 'online', 'the server to be away');
	await run(alice, `/send --in #ops ${makeFile('note.txt', 'hello')}`);
	await waitFor(() => alice.getState().transfers.size === 1, 'the transfer');
	expect(await say(alice, '/transfers')).toEqual(['1  ↑ note.txt  waiting']);
	expect(await say(alice, '/cancel 1')).toEqual(['Cancelled: note.txt']);
	expect(alice.getState().queued).toBe(0);
	await server.start();
	alice.reconnect();
	await alice.whenSynced();
	expect((await say(alice, '/location keep'))[0]).toContain('with the place');
	await waitFor(() => alice.getState().preferences.keepsLocation === true, 'the choice');
	expect((await say(alice, '/location'))[0]).toContain('with the place');
});

test('paths are read as a shell reads them', () => {
	expect(splitPaths(String.raw`a.txt "b c.txt" 'd e.txt' f\ g.txt`)).toEqual([
		'a.txt',
		'b c.txt',
		'd e.txt',
		'f g.txt',
	]);
	expect(splitPaths('file:///tmp/a%20b.txt ~/x')[0]).toBe('/tmp/a b.txt');
	expect(splitPaths("it's.txt")).toEqual(["it's.txt"]);
	expect(splitCaption('"a -- b.txt" c.txt -- two -- words')).toEqual({
		paths: ['a -- b.txt', 'c.txt'],
		caption: 'two -- words',
	});
	const odd = String.raw`it's "odd" \ name`;
	expect(splitPaths(quotePath(odd))).toEqual([odd]);
});

test('Tab completes paths, with blanks in them too', async () => {
	const {alice} = await openPair();
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'my plan.txt'), '');
	writeFileSync(join(folder, '.hidden'), '');
	mkdirSync(join(folder, 'pictures'));
	const complete = (typed: string) => {
		const text = `/send ${typed}`;
		const completion = completeInput(alice, {text, cursor: text.length});
		return completion?.candidates.map(
			candidate => text.slice(0, completion.start) + candidate.text,
		);
	};
	expect(complete(`${folder}/`)).toEqual([
		`/send ${folder}/my\\ plan.txt `,
		`/send ${folder}/pictures/`,
	]);
	expect(complete(`${folder}/my\\ pl`)).toEqual([`/send ${folder}/my\\ plan.txt `]);
	expect(complete(`a.txt ${folder}/.h`)).toEqual([`/send a.txt ${folder}/.hidden `]);
	expect(complete(`${folder}/none`)).toBeUndefined();
});
