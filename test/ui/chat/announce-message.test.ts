/** Who looks elsewhere hears of what is meant for them, and of nothing else. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import type {Entry} from '../../../source/protocol/entries.ts';
import {announceMessages} from '../../../source/ui/chat/announce-message.ts';
import {createChatFixture, design, ops, withBob} from '../../helpers/chat-fixture.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(async () => {
	vi.useRealTimers();
	vi.unstubAllEnvs();
	await screen.close();
});

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

const pretendTime = () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date']});
};

test('rings for a message, once for a burst, and once for all that followed', () => {
	pretendTime();
	const client = show(false);
	client.receive(entry({}));
	client.receive(entry({seq: 2}));
	client.receive(entry({seq: 1, log: ops}));
	expect(screen.sent).toHaveLength(1);
	expect(screen.sent[0]).toContain('bob: Lunch?');
	vi.advanceTimersByTime(5_000);
	expect(screen.sent).toHaveLength(2);
	expect(screen.sent[1]).toContain('2 new messages in 2 conversations');
	vi.advanceTimersByTime(60_000);
	expect(screen.sent).toHaveLength(2);
});

test('rings no more for what was read meanwhile on another device', () => {
	pretendTime();
	const client = show(false);
	client.receive(entry({}));
	client.receive(entry({seq: 2}));
	client.changeConversation(withBob, {readSeq: 2});
	vi.advanceTimersByTime(10_000);
	expect(screen.sent).toHaveLength(1);
});

test('tells in one summary what was missed, when all of it has come', () => {
	pretendTime();
	const client = show(false);
	client.change({connection: {status: 'online', isSyncing: true}});
	for (let seq = 1; seq <= 40; seq++) {
		client.receive(entry({seq, log: seq % 2 === 0 ? withBob : ops}), {isCatchUp: true});
	}

	vi.advanceTimersByTime(3_000);
	expect(screen.sent).toEqual([]);
	client.change({connection: {status: 'online', isSyncing: false}});
	vi.advanceTimersByTime(1_000);
	expect(screen.sent).toHaveLength(1);
	expect(screen.sent[0]).toContain('40 new messages in 2 conversations');
});

test('keeps quiet for own messages, and for what is on the screen in front of somebody', () => {
	pretendTime();
	const client = show(false);
	client.receive(entry({sender: {id: 1, name: 'alice'}}));
	screen.input({type: 'focus', isFocused: true});
	client.receive(entry({log: design, seq: 3}));
	client.receive(entry({}), {isCatchUp: true});
	vi.advanceTimersByTime(10_000);
	expect(screen.sent).toEqual([]);
	client.receive(entry({log: ops}));
	expect(screen.sent).toHaveLength(1);
});

test('reaches the terminal around tmux', () => {
	vi.stubEnv('TMUX', '/tmp/tmux-1/default,1,0');
	vi.stubEnv('TERM', 'tmux-256color');
	vi.stubEnv('KITTY_WINDOW_ID', '');
	const client = show(false);
	client.receive(entry({content: {text: '见面吗 👨‍👩‍👧\x1B]0;x\x07\n好'}}));
	expect(screen.sent).toEqual(['\x1BPtmux;\x1B\x1B]9;bob: 见面吗 👨‍👩‍👧 好\x07\x1B\\\x07']);
});

test('plays the chosen sound instead of the bell, and says once that it cannot', async () => {
	const file = join(temporaryFolder(), 'rung');
	const client = show(false);
	const stop = announceMessages(screen.host, client, {CHAT_TUI_BELL_COMMAND: `touch ${file}`});
	client.receive(entry({}));
	await waitFor(() => existsSync(file), 'the sound');
	expect(screen.sent.at(-1)).not.toMatch(/\x07\x07$/);
	stop();
	const stopFailing = announceMessages(screen.host, client, {
		CHAT_TUI_BELL_COMMAND: '/nowhere/bell --loud',
	});
	client.receive(entry({log: ops}));
	await screen.waitForText('The sound could not be played');
	stopFailing();
});

test('shows after log-in what waits and from whom', async () => {
	const client = show(true);
	client.changeConversation(ops, {
		unread: 5,
		unreadFrom: [{account: {id: 3, name: 'carol'}, count: 5}],
	});
	await screen.waitForText('Unread: #ops 5 (carol 5), bob 2');
});
