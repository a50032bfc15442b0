/** What people are told above the composer: how long it stands, and where it goes when it is too long. */
import {afterEach, expect, test, vi} from 'vitest';
import {createChatFixture} from '../../helpers/chat-fixture.ts';
import type {FakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(async () => {
	vi.useRealTimers();
	await screen.close();
});

const show = (client: FakeClient = createChatFixture(), columns = 80, rows = 20) => {
	screen = renderScreen({columns, rows, client});
	return client;
};

const pretendTime = () => vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date']});

const enter = (typed: string) => {
	screen.type(typed);
	screen.press('enter');
};

/** Lets what was begun go as far as it does without time. */
const settle = () => new Promise(resolve => setImmediate(resolve));

const notice = () => screen.host.view.getState().notice?.text;

/** For what comes from the client, which is painted a little later. */
const waitUntilGone = (words: string) =>
	waitFor(async () => !(await screen.text()).includes(words), `"${words}" to be gone`);

const nonsense = '✗ There is no command /frob';

test('a failure goes by itself, a little later than good news', async () => {
	pretendTime();
	show();
	enter('/frob');
	await settle();
	expect(notice()).toContain('/frob');
	vi.advanceTimersByTime(14_000);
	expect(notice()).toContain('/frob');
	vi.advanceTimersByTime(2_000);
	expect(notice()).toBeUndefined();
});

test.each(['hello', '/help'])('what failed before is not said of "%s"', async next => {
	show();
	enter('/frob');
	await screen.waitForText(nonsense);
	enter(next);
	await waitUntilGone(nonsense);
});

const kick = 'You were disconnected by bob: calm down.';

test('whoever is kicked reads why until a key is pressed, though the connection is back', async () => {
	pretendTime();
	const client = show();
	client.change({farewell: {at: 1, reason: kick}});
	await settle();
	vi.advanceTimersByTime(100);
	expect(notice()).toBe(kick);
	client.change({connection: {status: 'online', isSyncing: true}});
	await settle();
	vi.advanceTimersByTime(60_000);
	expect(notice()).toBe(kick);
	screen.press('left');
	expect(notice()).toBeUndefined();
	client.change({queued: 1});
	await settle();
	vi.advanceTimersByTime(60_000);
	expect(notice()).toBeUndefined();
});

test('whoever misses messages after a restore reads where they are', async () => {
	const client = show();
	client.change({historyResets: 1, keptHistory: '/home/alice/kept.jsonl'});
	await screen.waitForText('The history was reset');
	expect(await screen.text()).toContain('/home/alice/kept.jsonl');
	screen.press('escape');
	client.change({queued: 1});
	await waitUntilGone('The history was reset');
	client.change({historyResets: 2, keptHistory: undefined});
	await screen.waitForText('what came after it is gone there');
});

const ban = 'This account may not use the server: spam.';

test('whoever is banned reads why, as long as it holds', async () => {
	const client = show();
	client.change({farewell: {at: 1, reason: kick}});
	await screen.waitForText(kick);
	const retryAt = Date.now() + 600_000;
	client.change({connection: {status: 'offline', error: ban, retryAt, isRefused: true}});
	await screen.waitForText(`✗ ${ban}`);
	expect(await screen.text()).toContain('○ not let in, again in 10 min');
	screen.press('left');
	screen.type('x');
	expect(await screen.text()).toContain(`✗ ${ban}`);
	client.change({connection: {status: 'online', isSyncing: false}});
	await waitUntilGone(ban);
});

test('a reason that does not fit opens a window, once', async () => {
	const error = `This account may not use the server: ${'spam and '.repeat(9)}insults.`;
	const client = show(createChatFixture(), 60, 20);
	const refused = {status: 'offline', error, isRefused: true} as const;
	client.change({connection: refused});
	await screen.waitForText('╭ The server does not let you in');
	expect(await screen.text()).toContain('insults.');
	screen.press('escape');
	client.change({connection: {status: 'connecting'}});
	client.change({connection: {...refused}});
	await screen.waitForText('not let in');
	expect(await screen.text()).not.toContain('insults.');
});

const code = 'vtnYQ7a3tqhbBt7vukqIVAw5fQPX3pBe';

test('an answer of one line opens a window where it would be cut', async () => {
	const client = show(createChatFixture(), 80, 20);
	client.answer('request', () => ({code, expiresAt: Date.now() + 86_400_000}));
	enter('/group link 5 1d');
	await screen.waitForText(`│ /join ${code}  (to #design, until`);
	screen.press('escape');
	screen.resize(110, 20);
	enter('/group link 5 1d');
	await screen.waitForText(`│ ✓ /join ${code}  (to #design, until`);
});

test('the window of an answer shows no password', async () => {
	const client = show(createChatFixture(), 40, 20);
	client.answer('request', () => {
		throw new Error('The name and this password do not match, says the server.');
	});
	enter('/passwd geheim-1 geheim-2');
	await screen.waitForText('╭ /passwd');
	expect(await screen.text()).toContain('says the server.');
	expect(await screen.text()).not.toContain('geheim');
});
