/** Runs slash commands as people type them, with some conversation open. */
import type {Client} from '../../../source/client/client-api.ts';
import {runSlashCommand} from '../../../source/client/slash-commands/run-slash-command.ts';
import type {SlashResult} from '../../../source/client/slash-commands/slash-command.ts';
import {type ChatServer, joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';

export const run = (client: Client, input: string, conversation?: number): Promise<SlashResult> =>
	runSlashCommand(client, input, {conversation});

/** What people read of it. */
export const say = async (
	client: Client,
	input: string,
	conversation?: number,
): Promise<readonly string[]> => (await run(client, input, conversation)).lines;

export type Pair = {readonly server: ChatServer; readonly alice: Client; readonly bob: Client};

/** A server with two people; the first one of it administers it. */
export const openPair = async (): Promise<Pair> => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	await run(alice, `/admin ${server.adminCode}`);
	return {server, alice, bob};
};

/** A group of both; the owner is alice. */
export const openGroup = async ({alice, bob}: Pair, name = 'ops'): Promise<number> => {
	const {openConversation = 0} = await run(alice, `/group create ${name} @bob`);
	await waitFor(() => bob.getState().conversations.has(openConversation), `bob to see #${name}`);
	return openConversation;
};
