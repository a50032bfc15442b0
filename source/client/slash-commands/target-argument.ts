/** Which conversation a command means: `@name`, several people `@a,@b`, `#group`, or the open one. */

import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {parseTarget} from '../targets.ts';
import {type SlashContext, SlashUsageError} from './slash-command.ts';

/** Opens a direct conversation if there is none. @throws {ProtocolError | SlashUsageError} */
export const resolveTargets = (client: Client, target: string): Promise<number> => {
	if (!target.includes(',')) {
		return client.resolveTarget(target);
	}

	const names = target.split(',').filter(name => name !== '');
	if (names.some(name => parseTarget(name).kind === 'group')) {
		throw new SlashUsageError('Name several people, as @bob,@carol, or one group.');
	}

	return client.openDirect(names.map(name => name.slice(1)));
};

/** @throws {SlashUsageError} when none is open */
export const conversationOf = (client: Client, context: SlashContext): ConversationState => {
	const open = client.getState().conversations.get(context.conversation ?? 0);
	if (open === undefined) {
		throw new SlashUsageError('Which conversation? Open one, or put "--in TARGET" first.');
	}

	return open;
};

/** The named conversation, or the open one. */
export const namedOrOpen = async (
	client: Client,
	context: SlashContext,
	target: string | undefined,
): Promise<number> =>
	target === undefined ? conversationOf(client, context).id : resolveTargets(client, target);

/** How people name it, for what a command answers. */
export const titleOf = (client: Client, conversation: number): string => {
	const known = client.getState().conversations.get(conversation);
	if (known === undefined) {
		return 'the conversation';
	}

	return known.kind === 'direct' ? known.name : `#${known.name}`;
};
