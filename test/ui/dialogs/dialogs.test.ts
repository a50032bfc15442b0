/** What stands in front of the main view: switcher, help, answers of commands, stops. */
import {afterEach, expect, test} from 'vitest';
import {callsOf, createChatFixture, ops} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {conversation} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (client: FakeClient = createChatFixture(), columns = 80, rows = 24) => {
	screen = renderScreen({columns, rows, client});
	return client;
};

test('the switcher offers what is unread first, and goes where Enter says', async () => {
	show();
	screen.press('ctrl+k');
	await screen.waitForText('╭ Go to');
	const rows = (await screen.rows()).filter(row => /› #|› [●○◐]/.test(row));
	expect(rows[0]).toContain('# ops');
	screen.press('down', 'enter');
	await screen.waitForText('╭ bob');
	expect(await screen.text()).not.toContain('Go to');
});

test('the switcher finds names by some of their letters', async () => {
	show();
	screen.press('ctrl+k');
	screen.type('evn');
	await screen.waitForText('› # everyone');
	screen.press('ctrl+u');
	screen.type('xyz');
	await screen.waitForText('Nobody and nothing of that name.');
	screen.press('escape');
	expect(await screen.text()).not.toContain('Nobody');
});

test('the switcher starts a conversation with somebody new', async () => {
	const client = show();
	client.answer('resolveTarget', () => {
		client.changeConversation(9, conversation({id: 9, kind: 'direct', name: 'dave', peers: [4]}));
		return 9;
	});
	screen.press('ctrl+k');
	screen.type('dave');
	screen.press('enter');
	await screen.waitForText('╭ dave · ○ offline');
	expect(callsOf(client, 'resolveTarget')).toEqual([['@dave']]);
});

test('a failure is told above the composer', async () => {
	const client = show();
	client.answer('resolveTarget', () => {
		throw new Error('Dave has left.');
	});
	screen.press('ctrl+k');
	screen.type('dave');
	screen.press('enter');
	await screen.waitForText('✗ Dave has left.');
});

test('help shows every key and command, and scrolls', async () => {
	show();
	screen.press('f1');
	await screen.waitForText('╭ Help 1–21/');
	expect(await screen.text()).toContain('Ctrl-K  F2');
	expect(await screen.text()).toContain('PgUp/PgDn page  Home/End start, end');
	screen.press('page-down');
	await screen.waitForText('╭ Help 21–41/');
	screen.press('end');
	await screen.waitForText('/quit');
	screen.press('page-up');
	expect(await screen.text()).not.toContain('/quit');
	screen.press('home');
	await screen.waitForText('╭ Help 1–21/');
	screen.press('f1');
	expect(await screen.text()).not.toContain('Help');
});

test('help explains every sign', async () => {
	show(createChatFixture(), 80, 200);
	screen.press('f1');
	await screen.waitForText('Signs');
	const words = await screen.text();
	for (const sign of ['◷ ', '✓ ', '✓·', '✓✓', '✗', '●', '◐', '⊘', '○', '∴']) {
		expect(words).toMatch(new RegExp(`│ +${sign} +[A-Z]`));
	}
});

test('help is readable on the narrowest screen', async () => {
	show(createChatFixture(), 40, 12);
	screen.press('f1');
	await screen.waitForText('Go to a conversation, group or');
	expect(await screen.text()).toContain('Ctrl-K  F2');
});

test('a key in the list blocks and parts only after a question that tells what it means', async () => {
	const client = show();
	client.answer('request', () => ({}));
	client.change({friends: new Map([[2, 'friend']])});
	screen.press('alt+4', 'f6', 'home');
	await screen.waitForText('Enter open · i who · f befriend · x part · b block');
	screen.type('b');
	await screen.waitForText('╭ Block this person?');
	expect(await screen.text()).toContain('It ends a friendship');
	screen.press('escape');
	screen.type('x');
	await screen.waitForText('╭ End this friendship?');
	expect(callsOf(client, 'request')).toEqual([]);
	screen.press('enter');
	await screen.waitForText('✓ You and bob are no longer friends.');
	expect(callsOf(client, 'request')).toEqual([['remove-friend', {name: 'bob'}]]);
});

test('the switcher tells presence only where it is known', async () => {
	const several = conversation({id: 9, kind: 'direct', name: 'bob, carol', peers: [2, 3]});
	const client = createChatFixture({people: [{id: 4, name: 'dave'}]});
	client.changeConversation(9, several);
	show(client);
	screen.press('ctrl+k');
	await screen.waitForText('╭ Go to');
	expect(await screen.text()).toMatch(/ ∴ bob, carol +contact/);
	expect(await screen.text()).toMatch(/│ +dave +start a conversation/);
});

test('an unknown certificate is asked about, and trusted on Enter', async () => {
	const client = show();
	const reason = {code: 'certificate-unknown', fingerprint: 'SHA256:abc'} as const;
	client.change({connection: {status: 'stopped', reason}});
	await screen.waitForText('Is this the right server?');
	expect(await screen.text()).toContain('SHA256:abc');
	screen.press('enter');
	expect(callsOf(client, 'trustCertificate')).toEqual([['SHA256:abc']]);
});

test('a changed certificate is a hard stop that says what to do', async () => {
	const client = show();
	const reason = {
		code: 'certificate-changed',
		fingerprint: 'SHA256:new',
		pinned: 'SHA256:old',
	} as const;
	client.change({connection: {status: 'stopped', reason}});
	await screen.waitForText('certificate has changed');
	const picture = await screen.text();
	expect(picture).toContain('SHA256:old');
	expect(picture).toContain('--accept-fingerprint');
	screen.press('enter');
	expect(callsOf(client, 'trustCertificate')).toEqual([]);
	screen.press('escape');
	await screen.waitForText('■ stopped: certificate changed');
});

test('a device that was logged out leads to the log-in', async () => {
	const client = show();
	const reason = {code: 'signed-out', message: 'This device was revoked.'} as const;
	client.change({connection: {status: 'stopped', reason}});
	await screen.waitForText('This device was revoked.');
	screen.press('enter');
	await screen.waitForText('╭ Log in · localhost:7800');
	expect(await screen.text()).toContain('alice');
	expect(callsOf(client, 'stop')).toHaveLength(1);
});

test('the answer of a command opens, and a short one stands in the hint line', async () => {
	show();
	screen.type('/help');
	screen.press('enter');
	await screen.waitForText('╭ /help');
	screen.press('escape');
	screen.type('/odd');
	screen.press('enter');
	await screen.waitForText('✗ ');
	expect(callsOf(screen.host.getChat()?.client as FakeClient, 'sendMessage')).toEqual([]);
	expect(ops).toBe(2);
});
