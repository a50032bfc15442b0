/** Which group a command means: the one it names, or the open one. */
import {ProtocolError} from '../../protocol/errors.ts';
import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {type SlashContext, SlashUsageError} from './slash-command.ts';

/** People may write `ops` or `#ops`. */
export const groupNameOf = (argument: string): string => argument.replace(/^#/, '');

/** People may write `bob` or `@bob`. */
export const personNameOf = (argument: string): string => argument.replace(/^@/, '');

/** @throws {ProtocolError} `not-found`; {SlashUsageError} when no group is named and none is open */
export const groupOf = (
	client: Client,
	context: SlashContext,
	argument: string | undefined,
): ConversationState => {
	const {conversations} = client.getState();
	if (argument !== undefined) {
		const name = groupNameOf(argument);
		const named = conversations.get(client.findTarget(`#${name}`) ?? 0);
		if (named === undefined) {
			throw new ProtocolError('not-found', `You are in no group #${name}.`);
		}

		return named;
	}

	const open = conversations.get(context.conversation ?? 0);
	if (open === undefined || open.kind === 'direct') {
		throw new SlashUsageError('Which group? Name it, as #group.');
	}

	return open;
};
