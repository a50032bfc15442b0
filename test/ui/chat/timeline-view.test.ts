/** The messages: scrolling, choosing, acting on one. */
import {afterEach, expect, test} from 'vitest';
import type {MouseEvent} from '../../../source/terminal/input-events.ts';
import {callsOf, createChatFixture, design} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {alice, manyMessages, message} from '../../helpers/timeline-items.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (prepare: (client: FakeClient) => void = () => undefined) => {
	const client = createChatFixture();
	prepare(client);
	screen = renderScreen({columns: 80, rows: 16, client});
	return client;
};

const withHistory = (client: FakeClient) =>
	client.setTimeline(design, {items: manyMessages(60, 21), hasOlder: true});

test('scrolls by pages and says how to come back', async () => {
	show(withHistory);
	expect(await screen.text()).toContain('message 80');
	screen.press('page-up');
	expect(await screen.text()).not.toContain('message 80');
	expect(await screen.text()).toContain('newer messages below · Ctrl-End goes to the end');
	screen.press('ctrl+end');
	expect(await screen.text()).toContain('message 80');
	expect(await screen.text()).not.toContain('newer messages below');
});

test('loads older messages at the top, and stays where it is when they come', async () => {
	const client = show(withHistory);
	screen.press('ctrl+home');
	expect((await screen.rows())[1]).toContain('Friday 20 November');
	expect((await screen.rows())[2]).toContain('message 21 ');
	expect(callsOf(client, 'loadOlder')).toContainEqual([design]);
	client.setTimeline(design, {items: [...manyMessages(20), ...manyMessages(60, 21)]});
	// The day begins earlier now, so its line is no longer here.
	await waitFor(async () => (await screen.rows())[1]?.includes('message 21 ') ?? false);
});

test('stays where it is while new messages come', async () => {
	const client = show(withHistory);
	screen.press('page-up');
	const before = await screen.rows();
	client.append(design, message(81, 'news'));
	client.change({queued: 1});
	await screen.waitForText('1 queued');
	expect((await screen.rows()).slice(1, 11)).toEqual(before.slice(1, 11));
	expect(callsOf(client, 'markRead')).not.toContainEqual([design, 81]);
});

test('follows the wheel', async () => {
	show(withHistory);
	const wheel = (action: 'wheel-up' | 'wheel-down'): MouseEvent => ({
		type: 'mouse',
		action,
		button: 'none',
		x: 40,
		y: 5,
		ctrl: false,
		alt: false,
		shift: false,
	});
	screen.input(wheel('wheel-up'));
	expect(await screen.text()).toContain('newer messages below');
	screen.input(wheel('wheel-down'));
	expect(await screen.text()).not.toContain('newer messages below');
});

test('copies a message through the terminal', async () => {
	show();
	screen.press('ctrl+up', 'y');
	await screen.waitForText('✓ Copied.');
	expect(screen.sent.join('')).toContain(`]52;c;${Buffer.from('Yes').toString('base64')}`);
});

test('chooses messages with the arrows and says what the keys do', async () => {
	show(withHistory);
	screen.press('f8');
	await screen.waitForText('▌13:20');
	expect(await screen.text()).toContain('r reply · + react · f forward · y copy · Esc back');
	screen.resize(130, 20);
	await screen.waitForText('Esc back · d delete · p pin');
	screen.resize(80, 16);
	screen.press(...Array.from({length: 20}, () => 'up'));
	await screen.waitForText('▌13:00');
	screen.press('down');
	await screen.waitForText('▌13:01');
	screen.press('escape');
	expect(await screen.text()).not.toContain('▌1');
});

const failed = {
	...message(3, 'to the wrong place', {sender: alice, isOwn: true, seq: undefined}),
	id: 'id-of-failed',
	delivery: 'failed' as const,
	error: 'You are no member.',
};

test('offers what can be done with a message that failed', async () => {
	const client = show(fake => fake.append(design, failed));
	expect(await screen.text()).toContain('✗ not sent: You are no member.');
	screen.press('ctrl+up', 'enter');
	await screen.waitForText('This message was not sent');
	screen.press('enter');
	expect(callsOf(client, 'retryMessage')).toEqual([['id-of-failed']]);
	expect(await screen.text()).not.toContain('This message was not sent');
});

test('takes a failed message back into the composer, or throws it away', async () => {
	const client = show(fake => fake.append(design, failed));
	screen.press('ctrl+up', 'enter', 'down', 'enter');
	await screen.waitForText('› to the wrong place');
	expect(callsOf(client, 'discardMessage')).toEqual([['id-of-failed']]);
	screen.press('ctrl+up', 'd');
	expect(callsOf(client, 'discardMessage')).toHaveLength(2);
});

test('typing while a message is chosen goes on in the composer', async () => {
	show();
	screen.press('ctrl+up');
	screen.type('well');
	await screen.waitForText('› well');
});

test('goes to the first unread message, also when it has to be fetched', async () => {
	const client = show(fake => {
		withHistory(fake);
		fake.changeConversation(design, {head: 80, readSeq: 10, unread: 70});
	});
	screen.press('alt+u');
	expect(callsOf(client, 'jumpTo')).toEqual([[design, 11]]);
	await screen.rows();
	client.setTimeline(design, {items: manyMessages(60), isLoading: false, hasNewer: true});
	await screen.waitForText('message 11');
	expect((await screen.rows())[1]).toContain('─ new ─');
});

test('says why history cannot be loaded, and tries again when somebody scrolls on', async () => {
	const client = show(fake =>
		fake.setTimeline(design, {items: manyMessages(3), hasOlder: true, error: 'No connection.'}),
	);
	await screen.waitForText('✗ No connection.');
	expect(callsOf(client, 'loadOlder')).toEqual([]);
	screen.press('page-up');
	expect(callsOf(client, 'loadOlder')).toEqual([[design]]);
});

test('tries to load again when the connection is back', async () => {
	const client = show(fake => {
		fake.change({connection: {status: 'offline'}});
		fake.setTimeline(design, {items: manyMessages(3), hasOlder: true, error: 'No connection.'});
	});
	expect(await screen.text()).not.toContain('✗');
	client.change({connection: {status: 'online', isSyncing: false}});
	await screen.waitForText('✗ No connection.');
	expect(callsOf(client, 'loadOlder')).toEqual([[design]]);
});
