/** Files on the whole screen: in the messages, in the status bar, by key, in the viewer and the picker. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, onTestFinished, test} from 'vitest';
import type {MessageFile, Transfer} from '../../../source/client/state.ts';
import type {GraphicsSupport} from '../../../source/terminal/graphics/graphics-support.ts';
import {callsOf, createChatFixture, design} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {makeFile} from '../../helpers/files.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {message} from '../../helpers/timeline-items.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const preview = {width: 8, height: 4, pixels: Buffer.alloc(96, 200).toString('base64')};

const picture: MessageFile = {
	id: 'a'.repeat(43),
	name: '山の写真👨‍👩‍👧.jpg',
	size: 123_456,
	kind: 'picture',
	type: 'image/jpeg',
	width: 80,
	height: 40,
	preview,
};

const sound: MessageFile = {
	id: 'b'.repeat(43),
	name: 'voice.wav',
	size: 48_000,
	kind: 'sound',
	type: 'audio/wav',
	durationMs: 7_000,
	waveform: Buffer.from([0, 60, 120, 255]).toString('base64'),
};

const plan: MessageFile = {
	id: 'c'.repeat(43),
	name: 'plan.pdf',
	size: 1_500_000,
	kind: 'file',
	type: 'application/pdf',
};

const done: string[] = [];

const show = (
	files: readonly MessageFile[],
	{
		columns = 80,
		prepare = () => undefined,
		graphics,
	}: {
		columns?: number;
		prepare?: (client: FakeClient) => void;
		graphics?: GraphicsSupport;
	} = {},
) => {
	const client = createChatFixture();
	client.append(design, ...files.map((file, index) => message(10 + index, '', {message: {file}})));
	prepare(client);
	done.length = 0;
	const note = (what: string) => async (path: string) => {
		done.push(`${what} ${path}`);
	};
	screen = renderScreen({
		columns,
		rows: 24,
		client,
		...(graphics === undefined ? {} : {graphics}),
		services: {
			openFile: note('open'),
			playFile: note('play'),
			recordSound: async () => ({stop: async () => '/tmp/voice.wav'}),
		},
	});
	return client;
};

const transferOf = (changes: Partial<Transfer> = {}): Transfer => ({
	key: `${design}:10`,
	direction: 'down',
	conversation: design,
	name: 'plan.pdf',
	status: 'running',
	bytes: 600_000,
	size: 1_500_000,
	bytesPerSecond: 100_000,
	error: undefined,
	...changes,
});

test.each([40, 80, 120])(
	'shows files of every kind within the borders at %i columns',
	async columns => {
		show([picture, sound, plan], {columns});
		await screen.waitForText('plan.pdf');
		const text = await screen.text();
		expect(text).toContain('♪ voice.wav');
		expect(text).toContain('1.4 MiB');
		expect(text).toContain('▁▂▄█');
		for (let row = 1; row < 20; row++) {
			expect(screen.emulator.cells(row)[columns - 1]?.text).toBe('│');
		}
	},
);

test('tells how far a file has come, on the message and in the status bar', async () => {
	const client = show([plan], {columns: 120});
	client.change({transfers: new Map([[`${design}:10`, transferOf()]])});
	await screen.waitForText('▓▓▓░░░░░ 40% · 97.7 KiB/s · 0:09 left');
	const text = await screen.text();
	expect(text.split('\n').at(-1)).toContain('↓ plan.pdf');
	client.change({
		transfers: new Map([
			[`${design}:10`, transferOf({status: 'failed', error: 'The disk is full.'})],
		]),
	});
	await screen.waitForText('The disk is full.');
	screen.press('ctrl+up', 'c');
	await screen.waitForText('The transfer was cancelled.');
	expect(callsOf(client, 'cancelTransfer')).toEqual([[`${design}:10`]]);
});

test('saves, opens and plays by key', async () => {
	const client = show([sound, plan], {
		prepare: fake => fake.answer('fetchFile', () => '/somewhere/plan.pdf'),
	});
	screen.press('ctrl+up', 's');
	await screen.waitForText('Saved as /somewhere/plan.pdf');
	expect(callsOf(client, 'fetchFile')[0]?.[0]).toEqual({conversation: design, seq: 11});
	screen.press('o');
	await waitFor(() => done.includes('open /somewhere/plan.pdf'), 'the program');
	screen.press('enter');
	await waitFor(() => done.filter(one => one.startsWith('open')).length === 2, 'it again');
	screen.press('k', 'enter');
	await waitFor(() => done.includes('play /somewhere/plan.pdf'), 'the player');
});

const pixels = {width: 20, height: 10, data: new Uint8Array(800).fill(180)};

const withPicture = (client: FakeClient) => {
	client.answer('fetchFile', () => '/somewhere/photo.jpg');
	client.answer('readPixels', () => pixels);
};

test('a picture fills the screen in half blocks, and goes with Escape', async () => {
	show([picture], {prepare: withPicture});
	screen.press('ctrl+up', 'enter');
	await screen.waitForText('s save · o open · Esc close');
	await new Promise(r => setTimeout(r, 500));
	const text = await screen.text();
	expect(text.split('\n')[0]).toContain('山の写真');
	expect(text).not.toContain('│');
	screen.press('escape');
	await waitFor(async () => (await screen.text()).includes('│'), 'the messages');
});

test('the terminal draws the picture where it can, and takes it off again', async () => {
	show([picture], {prepare: withPicture, graphics: {protocol: 'kitty'}});
	screen.press('ctrl+up', 'enter');
	await waitFor(() => screen.sent.some(one => one.includes('\u001b_Ga=t')), 'the picture');
	expect(screen.sent.join('')).toMatch(/\u001b7\u001b\[\d+;\d+H\u001b_G/);
	screen.press('escape');
	await waitFor(() => screen.sent.some(one => one.includes('a=d')), 'it to be taken off');
});

test('a picture that is looked at follows the size of the window', async () => {
	show([{...picture, width: 4_000, height: 40}], {columns: 120, prepare: withPicture});
	screen.press('ctrl+up', 'enter');
	await waitFor(async () => (await screen.text()).includes('▒'.repeat(120)), 'the picture');
	screen.resize(40, 12);
	await waitFor(async () => (await screen.rows()).some(row => row === '▒'.repeat(40)), 'it again');
	screen.press('escape');
	await waitFor(async () => (await screen.text()).includes('│'), 'the messages');
});

test('what is no picture is said to be none', async () => {
	show([picture], {
		prepare(client) {
			client.answer('fetchFile', () => '/somewhere/photo.jpg');
			client.answer('readPixels', () => undefined);
		},
	});
	screen.press('ctrl+up', 'enter');
	await screen.waitForText('This picture cannot be shown.');
});

test('a file is chosen from a folder, and sent', async () => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'budget.ods'), '1');
	writeFileSync(join(folder, 'plan.pdf'), '2');
	const before = process.cwd();
	process.chdir(folder);
	onTestFinished(() => process.chdir(before));
	const client = show([]);
	screen.press('f9');
	await screen.waitForText('budget.ods');
	screen.type('plan');
	await waitFor(async () => !(await screen.text()).includes('budget'), 'the others to go');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'sendFile').length === 1, 'it to be sent');
	expect(callsOf(client, 'sendFile')[0]?.slice(0, 2)).toEqual([design, join(folder, 'plan.pdf')]);
});

test('a path that is dropped becomes the command that sends it', async () => {
	const client = show([]);
	const path = makeFile('my plan.txt', 'words');
	screen.paste(`'${path}' `);
	await screen.waitForText('/send ');
	expect(await screen.text()).toContain('Enter sends it');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'sendFile').length === 1, 'it to be sent');
	expect(callsOf(client, 'sendFile')[0]?.slice(0, 2)).toEqual([design, path]);
	screen.paste('/no/such/file');
	await screen.waitForText('› /no/such/file');
});

test('the files of a conversation are listed by kind', async () => {
	const client = show([plan], {
		prepare: fake =>
			fake.answer('listFiles', (_conversation: number, {kind}: {kind?: string}) => ({
				files: kind === 'picture' ? [] : [{seq: 10, at: 0, file: plan}],
				more: false,
			})),
	});
	screen.press('f10');
	await screen.waitForText('[all] pictures sound video other');
	expect(await screen.text()).toContain('▤ plan.pdf');
	screen.press('right');
	await screen.waitForText('[pictures]');
	expect(await screen.text()).toContain('Nothing here.');
	screen.press('left', 'enter');
	await waitFor(() => callsOf(client, 'listFiles').length === 3, 'all kinds again');
});

test('a voice message is recorded and sent', async () => {
	const client = show([]);
	screen.type('/record');
	screen.press('enter');
	await screen.waitForText('Recording');
	screen.type('/record');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'sendFile').length === 1, 'it to be sent');
	const [, path, , options] = callsOf(client, 'sendFile')[0] ?? [];
	expect(path).toBe('/tmp/voice.wav');
	expect(options).toEqual({isTemporary: true});
});

test('the terminal draws pictures over the messages, and again where rows were written', async () => {
	const client = show([picture], {prepare: withPicture, graphics: {protocol: 'sixel'}});
	await waitFor(() => screen.sent.some(one => one.includes('\u001bP')), 'the picture');
	const before = screen.sent.length;
	client.append(design, message(30, 'and a word'));
	await screen.waitForText('and a word');
	await waitFor(() => screen.sent.slice(before).some(one => one.includes('\u001bP')), 'it again');
	screen.press('f1');
	await screen.waitForText('Help');
	const behind = screen.sent.length;
	client.append(design, message(31, 'behind the help'));
	await screen.text();
	expect(screen.sent.slice(behind).some(one => one.includes('\u001bP'))).toBe(false);
	expect(callsOf(client, 'fetchFile')).toHaveLength(1);
});

test('with kitty a picture is sent once, moved, and hidden when it has scrolled away', async () => {
	const client = show([picture], {prepare: withPicture, graphics: {protocol: 'kitty'}});
	const sentWith = (part: string) => screen.sent.filter(one => one.includes(part)).length;
	await waitFor(() => sentWith('a=p') === 1, 'the picture');
	client.append(design, message(30, 'a word'));
	await waitFor(() => sentWith('a=p') === 2, 'it to move');
	for (let seq = 40; seq < 70; seq += 1) {
		client.append(design, message(seq, `line ${seq}`));
	}

	await waitFor(() => sentWith('a=d,d=i') === 1, 'it to be hidden');
	expect(sentWith('a=t')).toBe(1);
});

test('large pictures are not fetched unasked', async () => {
	const client = show([{...picture, size: 50_000_000}], {
		prepare: withPicture,
		graphics: {protocol: 'sixel'},
	});
	await screen.waitForText('47.7 MiB');
	expect(callsOf(client, 'fetchFile')).toEqual([]);
	screen.press('ctrl+up', 'enter');
	await waitFor(() => callsOf(client, 'fetchFile').length === 1, 'the viewer');
});

test('one picture in two messages stands in both', async () => {
	show([picture, picture], {prepare: withPicture, graphics: {protocol: 'kitty'}});
	const numbers = () => new Set(screen.sent.flatMap(one => /a=p,i=(\d+)/.exec(one)?.[1] ?? []));
	await waitFor(() => numbers().size === 2, 'two pictures');
});
