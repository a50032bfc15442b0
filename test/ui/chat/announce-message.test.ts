/** Who looks elsewhere hears of what is meant for them, and of nothing else. */
import {afterEach, expect, test} from 'vitest';
import type {Entry} from '../../../source/protocol/entries.ts';
import {createChatFixture, ops, withBob} from '../../helpers/chat-fixture.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const entry = (changes: Partial<Entry>): Entry => ({
	log: withBob,
	seq: 1,
	kind: 'message-sent',
	sender: {id: 2, name: 'bob'},
	at: 0,
	content: {text: 'Lunch?'},
	...changes,
});

const show = (isFocused: boolean) => {
	const client = createChatFixture();
	screen = renderScreen({columns: 80, rows: 20, client});
	screen.input({type: 'focus', isFocused});
	return client;
};

test('rings for a direct message, once for a burst', () => {
	const client = show(false);
	client.receive(entry({}));
	client.receive(entry({seq: 2}));
	expect(screen.sent).toHaveLength(1);
	expect(screen.sent[0]).toContain('Lunch?');
});

test('rings in a group only for a mention', () => {
	const client = show(false);
	client.receive(entry({log: ops}));
	expect(screen.sent).toEqual([]);
	client.receive(entry({log: ops, content: {text: '@alice', mentions: [1]}}));
	expect(screen.sent).toHaveLength(1);
});

test('keeps quiet for own messages, what was missed, and who is looking', () => {
	const client = show(false);
	client.receive(entry({sender: {id: 1, name: 'alice'}}));
	client.receive(entry({}), {isCatchUp: true});
	screen.input({type: 'focus', isFocused: true});
	client.receive(entry({}));
	expect(screen.sent).toEqual([]);
});
