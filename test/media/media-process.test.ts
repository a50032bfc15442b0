/** The process that reads media ends when it should, and its reader goes on. */
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test, vi} from 'vitest';
import {waitFor} from '../helpers/wait-for.ts';
import {fileOf, plainPicture, testReader} from './media-files.ts';

const {children} = vi.hoisted(() => ({children: [] as ChildProcess[]}));

vi.mock('node:child_process', async importOriginal => {
	const original = await importOriginal<typeof import('node:child_process')>();
	const recordingFork = (...parameters: Parameters<typeof original.fork>) => {
		const child = original.fork(...parameters);
		children.push(child);
		return child;
	};
	return {...original, fork: recordingFork};
});

const isOver = ({exitCode, signalCode}: ChildProcess) => exitCode !== null || signalCode !== null;

let slowPicture: Buffer;
beforeAll(async () => {
	slowPicture = await plainPicture(9_900, 9_900).png({progressive: true}).toBuffer();
});

test('a picture that takes too long is a plain file, and the next file is read', async () => {
	const slow = fileOf('slow.png', slowPicture);
	const quick = fileOf('quick.txt', 'Hello');
	const reader = testReader({timeoutMs: 200});
	const before = children.length;
	const [slowFacts, quickFacts] = await Promise.all([reader.inspect(slow), reader.inspect(quick)]);
	expect(slowFacts).toEqual({kind: 'file', type: 'application/octet-stream'});
	expect(quickFacts).toEqual({kind: 'file', type: 'text/plain'});
	expect(children.length - before).toBe(2);
	await waitFor(() => children[before]?.signalCode === 'SIGKILL', 'the end of the first process');
});

test('pixels that take too long are none', async () => {
	const box = {width: 10, height: 10};
	expect(await testReader({timeoutMs: 200}).readPixels(slowPicture, box)).toBeUndefined();
	expect(await testReader({timeoutMs: 20_000}).readPixels(slowPicture, box)).toMatchObject(box);
});

test('closing ends the process, and what waits falls back', async () => {
	const reader = testReader();
	const path = fileOf('small.png', await plainPicture(4, 4).png().toBuffer());
	expect(await reader.inspect(path)).toMatchObject({kind: 'picture'});
	const child = children.at(-1);
	const facts = reader.inspect(fileOf('slow.png', slowPicture));
	const copy = reader.withoutLocation(path, `${path}.copy`);
	reader.close();
	expect(await facts).toEqual({kind: 'file', type: 'application/octet-stream'});
	await expect(copy).rejects.toMatchObject({cause: expect.any(Error)});
	await waitFor(() => child !== undefined && isOver(child), 'the end of the process');
	expect(await reader.readPixels(path, {width: 4, height: 4})).toBeUndefined();
});

test('the process ends when its parent is gone', async () => {
	const entry = new URL('../../source/media/media-process.ts', import.meta.url);
	const child = fork(fileURLToPath(entry), {serialization: 'advanced', stdio: 'ignore'});
	await once(child, 'message');
	child.send({kind: 'inspect', path: fileOf('slow.png', slowPicture)});
	child.disconnect();
	await waitFor(() => isOver(child), 'the end of the process');
});
