/** The main view as a person sees it. */
import {afterEach, expect, test} from 'vitest';
import {createChatFixture, design, ops, withBob} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {message} from '../../helpers/timeline-items.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (client: FakeClient = createChatFixture(), columns = 80, rows = 16) => {
	screen = renderScreen({columns, rows, client});
	return client;
};

test('shows contacts, groups, the conversation and the status', async () => {
	show();
	expect(await screen.rows()).toEqual([
		'╭ Contacts ────────────╮╭ #design · 12 members ────────────────────────────────╮',
		'│ ● bob              2 ││                                                      │',
		'│ ◐ carol         away ││                                                      │',
		'│ ○ dave               ││                                                      │',
		'├ Groups ──────────────┤│                                                      │',
		'│▌# design             ││                                                      │',
		'│ # ops            @ 5 ││                                                      │',
		'│ # everyone           ││                                                      │',
		'│                      ││               ── Friday 20 November ──               │',
		'│                      ││ 12:01  bob     Did the build pass?                   │',
		'│                      ││ 12:02  alice   Yes  ✓✓                               │',
		'│                      ││                                                      │',
		'│                      │├──────────────────────────────────────────────────────┤',
		'│                      ││ › Write a message                                    │',
		'╰──────────────────────╯╰──────────────────────────────────────────────────────╯',
		' alice@home ● online                                     Ctrl-K switch  F1 help',
	]);
});

test('shows who types and puts the new line before what is unread', async () => {
	const client = createChatFixture();
	client.changeConversation(design, {head: 3, unread: 1});
	client.append(design, message(3, 'Ship it'));
	show(client);
	client.change({typing: new Map([[design, [{id: 3, name: 'carol'}]]])});
	await screen.waitForText('carol is typing…');
	const rows = await screen.rows();
	const place = rows.findIndex(row => row.includes('─ new ─'));
	expect(rows[place + 1]).toContain('bob     Ship it');
});

test('counts what is unread, and says what is queued and failed', async () => {
	const client = show();
	client.changeConversation(withBob, {unread: 1000});
	client.change({queued: 3, failed: 1});
	await screen.waitForText('999+');
	await screen.waitForText('2 queued · 1 failed');
	expect(await screen.text()).toContain('# ops            @ 5');
});

test('counts down to the next try while there is no connection', async () => {
	const client = show();
	client.change({connection: {status: 'offline', retryAt: Date.now() + 4_500}});
	await screen.waitForText('○ offline, again in 5 s');
	await screen.waitForText('again in 4 s');
	client.change({connection: {status: 'online', isSyncing: true}});
	await screen.waitForText('◌ syncing…');
});

test('shows the members beside the messages on a wide screen', async () => {
	show(
		createChatFixture({
			members: [
				{account: {id: 2, name: 'bob', presence: 'away'}, role: 'member'},
				{account: {id: 1, name: 'alice', presence: 'online'}, role: 'owner'},
			],
		}),
		140,
		20,
	);
	await screen.waitForText('│ ● alice              owner │');
	expect(await screen.text()).toContain('Members · 2');
	screen.press('f7');
	expect(await screen.text()).not.toContain('Members');
});

test('shows one pane at a time on a narrow screen', async () => {
	show(createChatFixture(), 60, 20);
	expect(await screen.text()).not.toContain('Contacts');
	screen.press('escape');
	expect(await screen.text()).toContain('Contacts');
	screen.press('down', 'enter');
	await screen.waitForText('#ops');
	expect(await screen.text()).not.toContain('Contacts');
});

test('says so where the window is too small', async () => {
	show(createChatFixture(), 39, 12);
	expect(await screen.text()).toContain('Too small: 40×12 at least.');
	screen.resize(40, 12);
	await screen.waitForText('#design');
});

test('marks as read what is seen at the end, in a window with the focus', async () => {
	const client = show();
	screen.input({type: 'focus', isFocused: false});
	client.changeConversation(design, {head: 3, unread: 1});
	client.append(design, message(3, 'Anybody there?'));
	await screen.waitForText('Anybody there?');
	expect(client.calls.filter(({name}) => name === 'markRead')).toEqual([]);
	expect(await screen.text()).toContain('─ new ─');
	screen.input({type: 'focus', isFocused: true});
	expect(client.calls).toContainEqual({name: 'markRead', args: [design, 3]});
});

test('goes to the next unread conversation, mentions and people first', async () => {
	show();
	screen.press('alt+a');
	await screen.waitForText('╭ #ops');
	screen.press('alt+a');
	await screen.waitForText('╭ bob · ● online');
});

test('says nothing of the presence of somebody who does not show it', async () => {
	show(createChatFixture({people: [{id: 2, name: 'bob'}]}), 100, 20);
	screen.press('alt+a', 'alt+a');
	await screen.waitForText('╭ bob ──');
	screen.press('f7');
	await screen.waitForText('╭ Profile');
	expect(await screen.text()).not.toMatch(/[○●]\s+bob|offline/);
});

test('says of a deleted account that it is one', async () => {
	const client = createChatFixture({people: [{id: 2, name: 'deleted-2'}]});
	client.changeConversation(withBob, {name: 'deleted-2', unread: 0});
	show(client, 100, 20);
	await screen.waitForText('╭ #design');
	screen.press('alt+2');
	await screen.waitForText('deleted-2 · account deleted');
	expect(await screen.text()).toMatch(/deleted-2 +deleted │/);
});

test('tells who has added the account to a group, and marks it until it is open', async () => {
	const client = show();
	client.changeConversation(ops, {unread: 0, mentions: 0});
	client.changeConversation(withBob, {unread: 0});
	client.change({broughtInto: new Map([[ops, {id: 3, name: 'carol'}]])});
	await screen.waitForText('✓ carol added you to #ops');
	expect(await screen.text()).toMatch(/# ops +new │/);
	client.append(ops, message(1, 'Welcome', {conversation: ops}));
	screen.press('alt+a');
	await screen.waitForText('╭ #ops');
	await screen.waitForText('Welcome');
	expect(client.calls).toContainEqual({name: 'markRead', args: [ops, 1]});
});

test('marks where a message could not be sent, and goes there last', async () => {
	const client = show();
	client.change({failed: 1, failedIn: new Set([5])});
	await screen.waitForText('✗ not sent');
	expect(await screen.text()).toMatch(/carol +✗ not sent/);
	client.changeConversation(ops, {unread: 0, mentions: 0});
	screen.press('alt+a');
	await screen.waitForText('╭ bob');
	client.changeConversation(withBob, {unread: 0});
	screen.press('alt+a');
	await screen.waitForText('╭ carol');
});

test('goes through the list by key and by number', async () => {
	show();
	screen.press('ctrl+n');
	await screen.waitForText('╭ #ops');
	screen.press('ctrl+p', 'ctrl+p');
	await screen.waitForText('╭ carol · ◐ away');
	screen.press('alt+5');
	await screen.waitForText('╭ #everyone');
	expect(screen.host.getChat()?.client.getState().conversations.get(ops)?.unread).toBe(5);
});
