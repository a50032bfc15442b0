/** The row of the newest pin, the list of pins, and why one cannot write. */
import {afterEach, expect, test} from 'vitest';
import {callsOf, createChatFixture, design} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {manyMessages, message} from '../../helpers/timeline-items.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (prepare: (client: FakeClient) => void, columns = 80, rows = 20) => {
	const client = createChatFixture();
	prepare(client);
	screen = renderScreen({columns, rows, client});
	return client;
};

const far = new Date(2036, 0, 2, 14, 30).getTime();

test.each([40, 80, 120])('shows the newest pin under the title at %i columns', async columns => {
	const client = show(fake => {
		fake.append(design, message(3, '規則 👨‍👩‍👧 e\u0301 '.repeat(20)));
		fake.changeConversation(design, {pins: [1, 3]});
	}, columns);
	await screen.waitForText('📌 bob: 規則');
	expect((await screen.rows())[1]).toMatch(/📌 bob: 規則.*│$/);
	client.changeConversation(design, {pins: [1]});
	await screen.waitForText('📌 bob: Did the build pass?');
	client.changeConversation(design, {pins: []});
	await waitFor(async () => !(await screen.text()).includes('📌'));
});

test('leaves the row to the messages on a low screen', async () => {
	show(fake => fake.changeConversation(design, {pins: [1]}), 80, 12);
	expect(await screen.text()).not.toContain('📌');
});

test('lists the pins, newest first, and goes to the chosen one', async () => {
	const client = show(fake => {
		fake.setTimeline(design, {items: manyMessages(60)});
		fake.changeConversation(design, {pins: [500, 5, 7]});
	});
	screen.press('ctrl+up');
	screen.type('P');
	await screen.waitForText('╭ Pinned messages');
	const rows = (await screen.rows()).filter(row => /message [57] |an earlier message/.test(row));
	expect(rows.slice(-3).join('\n')).toMatch(/message 7 [\s\S]*message 5[\s\S]*an earlier message/);
	screen.press('down', 'enter');
	await screen.waitForText('▌12:05');
	screen.type('P');
	await screen.waitForText('╭ Pinned messages');
	screen.press('down', 'down', 'enter');
	await waitFor(() => callsOf(client, 'jumpTo').length > 0);
	expect(callsOf(client, 'jumpTo')).toEqual([[design, 500]]);
});

test('says why nothing can be written, gravest reason first', async () => {
	const client = show(
		fake => fake.changeConversation(design, {muted: {until: far, reason: '騒がしい'}}),
		120,
	);
	await screen.waitForText('› You are muted here until Wednesday 2 January 2036, 14:30: 騒がしい');
	client.change({talkBan: {reason: 'spam'}});
	await screen.waitForText('› You may not write on this server: spam');
	client.changeConversation(design, {isLeft: true});
	await screen.waitForText('› You are no longer a member.');
});

test('says it above a draft too, and forgets what has run out', async () => {
	const client = show(fake => fake.changeConversation(design, {muted: {until: 1_000}}));
	await screen.waitForText('› Write a message');
	screen.type('hello');
	client.changeConversation(design, {muted: {}});
	await screen.waitForText('You are muted here.');
	expect(await screen.text()).toContain('› hello');
});
