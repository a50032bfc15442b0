/** The server's clock jumps: all devices of an account show the same all the same. */
import {expect, onTestFinished, test, vi} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {addDevice, joinServer, startChatServer, waitForText} from '../helpers/chat-pair.ts';

const lastAtOf = (client: Client, conversation: number): number | undefined =>
	client.getState().conversations.get(conversation)?.lastAt;

test('a conversation is as new as its newest entry, though an older one has a later time', async () => {
	vi.useFakeTimers({toFake: ['Date']});
	onTestFinished(() => void vi.useRealTimers());
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const direct = await bob.openDirect(['alice']);
	await bob.whenSent(bob.sendMessage(direct, 'before'));
	await waitForText(alice, direct, 'before');
	vi.setSystemTime(Date.now() - 86_400_000);
	await server.stop();
	await server.start();
	bob.reconnect();
	await bob.whenSent(bob.sendMessage(direct, 'after'));
	alice.reconnect();
	await waitForText(alice, direct, 'after');
	const fresh = await addDevice(server, 'alice');
	await alice.whenSynced(10_000);
	expect(lastAtOf(alice, direct)).toBe(lastAtOf(fresh, direct));
});
