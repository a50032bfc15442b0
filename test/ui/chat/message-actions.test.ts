/** What keys do with the chosen message, and the dialogs that ask about it. */
import {afterEach, expect, test} from 'vitest';
import {callsOf, createChatFixture, design, withBob} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {alice, manyMessages, message, noon} from '../../helpers/timeline-items.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const opened: string[] = [];

const show = (prepare: (client: FakeClient) => void = () => undefined, columns = 80) => {
	const client = createChatFixture();
	for (const name of [
		'editMessage',
		'recallMessage',
		'hideMessage',
		'reactToMessage',
		'pinMessage',
	]) {
		client.answer(name, () => undefined);
	}

	prepare(client);
	opened.length = 0;
	screen = renderScreen({
		columns,
		rows: 20,
		client,
		services: {
			openLink: async address => {
				opened.push(address);
			},
		},
	});
	return client;
};

const own = {conversation: design, seq: 2};
const ofBob = {conversation: design, seq: 1};

test('edits the last own message from an empty composer', async () => {
	const client = show();
	screen.press('up');
	await screen.waitForText('↳ Edit: Yes');
	await screen.waitForText('› Yes');
	screen.type(', 日本語👨‍👩‍👧');
	screen.press('enter');
	await screen.waitForText('Write a message');
	expect(callsOf(client, 'editMessage')).toEqual([[own, 'Yes, 日本語👨‍👩‍👧']]);
	expect(await screen.text()).not.toContain('Edit:');
});

test('Escape gives the draft back, and nothing is changed', async () => {
	const client = show();
	screen.type('half a draft');
	screen.press('ctrl+up', 'e');
	await screen.waitForText('› Yes');
	screen.type('!');
	screen.press('escape');
	await screen.waitForText('› half a draft');
	expect(callsOf(client, 'editMessage')).toEqual([]);
});

test('a draft is kept while another message is edited in its place', async () => {
	const client = show();
	screen.type('half a draft');
	screen.press('ctrl+up', 'e');
	await screen.waitForText('› Yes');
	screen.press('alt+1');
	await screen.waitForText('╭ bob');
	expect(client.getState().conversations.get(design)?.draft).toBe('half a draft');
});

test('an edit that is refused comes back into the composer', async () => {
	const client = show(fake =>
		fake.answer('editMessage', () => {
			throw new Error('Too late to edit.');
		}),
	);
	screen.press('up');
	await screen.waitForText('› Yes');
	screen.type('!');
	screen.press('enter');
	await screen.waitForText('✗ Too late to edit.');
	await screen.waitForText('› Yes!');
	expect(await screen.text()).toContain('Edit: Yes');
	expect(callsOf(client, 'editMessage')).toHaveLength(1);
});

test('a slash at the beginning of an edited text is no command', async () => {
	const client = show();
	screen.press('up');
	await screen.waitForText('› Yes');
	screen.press('ctrl+a');
	screen.type('/quit ');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'editMessage').length > 0);
	expect(callsOf(client, 'editMessage')).toEqual([[own, '/quit Yes']]);
	expect(screen.isQuit()).toBe(false);
});

test('messages of others are not edited or recalled', async () => {
	const client = show();
	screen.press('ctrl+up', 'up', 'e');
	await screen.waitForText('✗ Only your own messages');
	screen.press('shift+d');
	expect(await screen.text()).not.toContain('Recall this message?');
	expect(callsOf(client, 'recallMessage')).toEqual([]);
});

test('recalls and deletes after asking once', async () => {
	const client = show();
	screen.press('ctrl+up', 'shift+d');
	await screen.waitForText('Recall this message?');
	screen.press('escape');
	expect(callsOf(client, 'recallMessage')).toEqual([]);
	screen.press('shift+d', 'enter');
	await waitFor(() => callsOf(client, 'recallMessage').length > 0);
	expect(callsOf(client, 'recallMessage')).toEqual([[own]]);
	screen.press('up', 'd');
	await screen.waitForText('Delete this message for you?');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'hideMessage').length > 0);
	expect(callsOf(client, 'hideMessage')).toEqual([[ofBob]]);
});

test('reacts with an emoji of the list, or one that was typed', async () => {
	const client = show();
	screen.press('ctrl+up');
	screen.type('+');
	await screen.waitForText('╭ React');
	screen.type('rocket');
	await screen.waitForText('› 🚀');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'reactToMessage').length === 1);
	screen.type('+');
	await screen.waitForText('╭ React');
	screen.type('👨‍👩‍👧');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'reactToMessage').length === 2);
	expect(callsOf(client, 'reactToMessage')).toEqual([
		[own, '🚀', true],
		[own, '👨‍👩‍👧', true],
	]);
});

test('takes back a reaction that one has given', async () => {
	const client = show(fake =>
		fake.append(
			design,
			message(3, 'done', {message: {reactions: [{emoji: '🎉', accounts: [alice], isOwn: true}]}}),
		),
	);
	await screen.waitForText('[🎉 1]');
	screen.press('ctrl+up');
	screen.type('+');
	await screen.waitForText('take back');
	screen.press('enter');
	await waitFor(() => callsOf(client, 'reactToMessage').length > 0);
	expect(callsOf(client, 'reactToMessage')).toEqual([
		[{conversation: design, seq: 3}, '🎉', false],
	]);
});

test('forwards to whom the switcher finds', async () => {
	const client = show();
	screen.press('ctrl+up', 'up', 'f');
	await screen.waitForText('╭ Forward to');
	screen.type('bob');
	screen.press('enter');
	await screen.waitForText('✓ Forwarded to bob.');
	expect(callsOf(client, 'sendMessage')).toEqual([
		[withBob, 'Did the build pass?', {forwards: ofBob}],
	]);
	expect(await screen.text()).toContain('╭ #design');
});

test('pins, and unpins what is pinned', async () => {
	const client = show(fake =>
		fake.append(design, message(3, 'rules', {message: {isPinned: true}})),
	);
	screen.press('ctrl+up', 'p', 'up', 'p');
	await waitFor(() => callsOf(client, 'pinMessage').length === 2);
	expect(callsOf(client, 'pinMessage')).toEqual([
		[{conversation: design, seq: 3}, false],
		[own, true],
	]);
});

test('opens the first link, and says when there is none', async () => {
	show(fake => fake.append(design, message(3, 'see https://example.org/a_b_c, mailto:x@y.org')));
	screen.press('ctrl+up', 'o');
	await screen.waitForText('✓ Opening https://example.org/a_b_c');
	expect(opened).toEqual(['https://example.org/a_b_c']);
	screen.press('up', 'o');
	await screen.waitForText('✗ There is no link in this message.');
});

test('Enter goes to the message that is answered', async () => {
	const client = show(fake =>
		fake.setTimeline(design, {
			items: [
				...manyMessages(60),
				message(61, 'So?', {replyTo: {seq: 5, sender: 'bob', text: 'five'}}),
				message(62, 'Old?', {replyTo: {seq: 1_000}}),
			],
		}),
	);
	screen.press('ctrl+up', 'up', 'enter');
	await screen.waitForText('▌12:05');
	screen.press('end', 'enter');
	await waitFor(() => callsOf(client, 'jumpTo').length > 0);
	expect(callsOf(client, 'jumpTo')).toEqual([[design, 1_000]]);
});

test('Enter shows what a blocked person wrote, and folds it again', async () => {
	show(fake => fake.append(design, message(3, '無礼👨‍👩‍👧', {message: {isFolded: true}})));
	screen.press('ctrl+up');
	await screen.waitForText('message of a blocked person');
	screen.press('enter');
	await screen.waitForText('無礼');
	screen.press('enter');
	expect(await screen.text()).not.toContain('無礼');
});

test('shows what a message said before', async () => {
	const client = show();
	client.listVersions = () => [{at: noon, text: 'Maybe\n日本語 e\u0301'}];
	screen.press('ctrl+up', 'v');
	await screen.waitForText('Earlier versions');
	expect(await screen.text()).toMatch(/Maybe[\s\S]*日本語 e\u0301/);
});

test.each([40, 80, 120])('its dialogs keep their borders at %i columns', async columns => {
	show(
		fake => fake.append(design, message(3, '無礼👨‍👩‍👧 e\u0301 '.repeat(12), {isOwn: true})),
		columns,
	);
	screen.press('ctrl+up');
	for (const key of ['d', '+', 'f']) {
		if (key === '+') {
			screen.type(key);
		} else {
			screen.press(key);
		}

		const rows = await screen.rows();
		const top = rows.findIndex(row => /╭ (?:Delete|React|Forward)/.test(row));
		const height = rows.slice(top).findIndex(row => /╰.*close ─╯/.test(row));
		const edges = screen.emulator
			.cells(top)
			.flatMap((cell, x) => (cell.text === '╭' || cell.text === '╮' ? [x] : []));
		const inner = edges.slice(edges.length > 3 ? 2 : 0).slice(0, 2);
		for (let y = top + 1; y < top + height; y++) {
			const cells = screen.emulator.cells(y);
			for (const x of columns < 80 ? inner : []) {
				expect(cells[x]?.text, rows[y]).toBe('│');
			}

			expect(cells[columns - 1]?.text, rows[y]).toMatch(/[│┤]/);
		}

		expect(height).toBeGreaterThan(2);
		screen.press('escape');
	}
});
