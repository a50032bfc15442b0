/** What one person does by key, another one sees: two real clients and a server between them. */
import {expect, test} from 'vitest';
import type {MessageBody} from '../../../source/client/state.ts';
import {joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {renderScreen} from '../../helpers/render-screen.ts';
import {waitFor} from '../../helpers/wait-for.ts';

test('edits, reacts, pins, forwards and recalls for everybody', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const group = await alice.createGroup('design', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group));
	const seen = bob.openTimeline(group);
	const newest = (): MessageBody | undefined =>
		seen
			.getState()
			.items.map(({body}) => body)
			.findLast((body): body is MessageBody => body.kind === 'message-sent');
	const screen = renderScreen({columns: 100, rows: 24, client: alice});
	try {
		screen.press('ctrl+k');
		screen.type('design');
		screen.press('enter');
		await screen.waitForText('╭ #design');
		screen.type('frist');
		screen.press('enter');
		await waitFor(() => newest()?.text === 'frist');
		await screen.waitForText('frist  ✓');
		screen.press('up');
		await screen.waitForText('Edit: frist');
		screen.press('ctrl+u');
		screen.type('*first*');
		screen.press('enter');
		await waitFor(() => newest()?.text === '*first*');
		await screen.waitForText('first  (edited)');
		screen.press('ctrl+up', 'v');
		await screen.waitForText('Earlier versions');
		await screen.waitForText('frist');
		screen.press('escape');
		screen.type('+');
		await screen.waitForText('╭ React');
		screen.press('enter');
		await waitFor(() => newest()?.reactions[0]?.emoji === '👍');
		await screen.waitForText('[👍 1]');
		screen.press('p');
		await waitFor(() => bob.getState().conversations.get(group)?.pins.length === 1);
		await screen.waitForText('📌 alice: *first*');
		screen.press('f');
		await screen.waitForText('╭ Forward to');
		screen.type('bob');
		screen.press('enter');
		await screen.waitForText('✓ Forwarded to bob.');
		await waitFor(() =>
			[...bob.getState().conversations.values()].some(
				({kind, unread}) => kind === 'direct' && unread === 1,
			),
		);
		screen.press('shift+d', 'enter');
		await waitFor(() => newest()?.isRecalled === true);
		await screen.waitForText('message recalled');
		expect(newest()?.text).toBe('');
	} finally {
		seen.close();
		await screen.close();
	}
});
