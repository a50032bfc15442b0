/** Writing and sending in the main view. */
import {afterEach, expect, test} from 'vitest';
import {callsOf, createChatFixture, design, withBob} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {message} from '../../helpers/timeline-items.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (client: FakeClient = createChatFixture()) => {
	screen = renderScreen({columns: 80, rows: 16, client});
	return client;
};

test('puts the real cursor where the next character appears', async () => {
	show();
	await screen.rows();
	expect(screen.emulator.cursor()).toEqual({x: 28, y: 13, isVisible: true});
	screen.type('Hi 你好👨‍👩‍👧e\u0301');
	const rows = await screen.rows();
	expect(rows[13]).toContain('› Hi 你好👨‍👩‍👧e\u0301');
	expect(screen.emulator.cursor()).toEqual({x: 28 + 10, y: 13, isVisible: true});
	screen.press('left', 'left');
	await screen.rows();
	expect(screen.emulator.cursor()).toMatchObject({x: 28 + 7});
});

test('sends what was typed, also when Enter comes in the same chunk', async () => {
	const client = show();
	screen.input(
		{type: 'text', text: 'one'},
		{type: 'key', key: 'enter', ctrl: false, alt: false, shift: false, meta: false},
		{type: 'text', text: 'two'},
	);
	expect(callsOf(client, 'sendMessage')).toEqual([[design, 'one', {}]]);
	await screen.waitForText('one  ◷');
	expect((await screen.rows())[13]).toContain('› two');
});

test('grows with its lines and keeps the messages in view', async () => {
	show();
	screen.type('first');
	screen.press('alt+enter');
	screen.type('second');
	const rows = await screen.rows();
	expect(rows[12]).toContain('› first');
	expect(rows[13]).toContain('  second');
	expect(rows[9]).toContain('Yes  ✓✓');
});

test('takes a paste as text, line ends and all', async () => {
	const client = show();
	screen.input({type: 'paste', text: 'a\nb\x07'});
	screen.press('enter');
	expect(callsOf(client, 'sendMessage')).toEqual([[design, 'a\nb', {}]]);
});

test('keeps a draft for each conversation', async () => {
	show();
	screen.type('for design');
	screen.press('alt+1');
	await screen.waitForText('╭ bob');
	expect(await screen.text()).not.toContain('for design');
	expect(await screen.text()).toContain('# design       draft');
	screen.type('for bob');
	screen.press('alt+3');
	await screen.waitForText('› for design');
	screen.press('alt+1');
	await screen.waitForText('› for bob');
});

test('tells the others that somebody types, but not about commands', () => {
	const client = show();
	screen.type('h');
	screen.press('backspace');
	screen.type('/help');
	expect(callsOf(client, 'setTyping')).toEqual([
		[design, true],
		[design, false],
		[design, false],
	]);
});

test('says why a message cannot be sent, and keeps it', async () => {
	const client = show();
	client.sendMessage = () => {
		throw new Error('You are no member of this conversation.');
	};
	screen.type('hello');
	screen.press('enter');
	await screen.waitForText('✗ You are no member of this conversation.');
	expect(await screen.text()).toContain('› hello');
});

test('empties the composer with Ctrl-C, and leaves with a second one', async () => {
	show();
	screen.type('no');
	screen.press('ctrl+c');
	await screen.waitForText('Write a message');
	screen.press('ctrl+c');
	await screen.waitForText('Ctrl-C once more leaves chat-tui.');
	expect(screen.isQuit()).toBe(false);
	screen.press('ctrl+c');
	expect(screen.isQuit()).toBe(true);
});

test('replies to a chosen message', async () => {
	const client = show();
	client.append(withBob, message(1, 'unused'));
	screen.press('ctrl+up', 'up', 'r');
	await screen.waitForText('↳ Reply to bob: Did the build pass?');
	screen.type('It did');
	screen.press('enter');
	expect(callsOf(client, 'sendMessage')).toEqual([[design, 'It did', {replyTo: 1}]]);
	expect(await screen.text()).not.toContain('Reply to');
});

test('a key paints the row of the composer and no other', async () => {
	show();
	screen.type('a');
	await screen.rows();
	const before = screen.writes.length;
	screen.type('b');
	await screen.rows();
	const painted = screen.writes.slice(before).join('');
	expect([...painted.matchAll(/\x1B\[(\d+);1H/g)].map(([, row]) => row)).toEqual(['14']);
});

test('completes names with Tab, and shows the choice there is', async () => {
	show();
	screen.type('hey @ca');
	screen.press('tab');
	await screen.waitForText('› hey @carol');
	screen.press('ctrl+u');
	screen.type('/');
	screen.press('tab', 'tab');
	const chosen = /\[(\/\w+)\]/.exec(await screen.text())?.[1];
	expect(chosen).toBeDefined();
	expect(await screen.text()).toContain(`› ${chosen}`);
	screen.press('escape');
	expect((await screen.rows())[13]).toMatch(/› \/ /);
});

test('goes up into the messages from an empty composer, or to what was sent', async () => {
	const client = show();
	client.setTimeline(design, {items: [message(1, 'Did the build pass?')]});
	screen.press('up');
	await screen.waitForText('▌12:01');
	screen.press('escape');
	screen.type('sent before');
	screen.press('enter', 'up');
	await screen.waitForText('› sent before');
});
