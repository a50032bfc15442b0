/** People on the whole screen, at every width, with names that are awkward to measure. */
import {afterEach, expect, test} from 'vitest';
import {conversation, createFakeClient} from '../../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {waitFor} from '../../helpers/wait-for.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const name = '李雷👨‍👩‍👧e\u0301';

const createClient = (avatar?: string) =>
	createFakeClient({
		conversations: [
			conversation({id: 1, kind: 'direct', name, peers: [2], lastAt: 9}),
			conversation({id: 2, name: '設計', notifications: {level: 'none'}}),
		],
		people: [
			{
				id: 2,
				name,
				nickname: '雷雷',
				status: '吃饭 👋🏽',
				presence: 'busy',
				...(avatar === undefined ? {} : {avatar}),
			},
		],
		state: {
			presence: 'away',
			friends: new Map([[2, 'friend']]),
			shutdown: {at: Date.now() + 300_000, reason: '升级'},
		},
	});

test.each([40, 80, 120, 200])('keeps every border in place at %i columns', async columns => {
	screen = renderScreen({columns, rows: 24, client: createClient()});
	screen.host.view.dispatch({type: 'chat', action: {type: 'pane-focused', pane: 'details'}});
	await screen.waitForText('雷雷');
	const text = await screen.text();
	expect(text).toContain('friend');
	expect(text).toContain('╭────╮');
	expect(text).toContain('server stops in 5 min');
	for (let row = 1; row < 22; row++) {
		expect(screen.emulator.cells(row)[columns - 1]?.text).toBe('│');
	}
});

test('draws the avatar once it has come, and asks for it once', async () => {
	const client = createClient('a'.repeat(43));
	client.answer('request', () => ({picture: ''}));
	client.answer('readPixels', () => ({width: 4, height: 4, data: new Uint8Array(64).fill(255)}));
	screen = renderScreen({columns: 160, rows: 30, client, theme: 'default'});
	await waitFor(async () => (await screen.text()).includes('▀▀▀▀▀▀▀▀▀▀▀▀'), 'the avatar');
	expect(client.calls.filter(call => call.name === 'request')).toHaveLength(1);
});
