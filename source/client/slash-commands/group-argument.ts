/** Which group a command means: the one it names, or the open one. */
import {ProtocolError} from '../../protocol/errors.ts';
import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {type SlashContext, SlashUsageError} from './slash-command.ts';

/** People may write `ops` or `#ops`. */
export const groupNameOf = (argument: string): string => argument.replace(/^#/, '');

/** People may write `bob` or `@bob`. */
export const personNameOf = (argument: string): string => argument.replace(/^@/, '');

const openGroupIn = (client: Client, context: SlashContext): ConversationState | undefined => {
	const open = client.getState().conversations.get(context.conversation ?? 0);
	return open?.kind === 'direct' ? undefined : open;
};

/** The open group, or the one after `--in`. @throws {SlashUsageError} when there is none */
export const openGroupOf = (client: Client, context: SlashContext): ConversationState => {
	const open = openGroupIn(client, context);
	if (open === undefined) {
		throw new SlashUsageError('Which group? Open one, or put "--in #group" first.');
	}

	return open;
};

/** @throws {ProtocolError} `not-found`; {SlashUsageError} when no group is named and none is open */
export const groupOf = (
	client: Client,
	context: SlashContext,
	argument: string | undefined,
): ConversationState => {
	if (argument !== undefined) {
		const name = groupNameOf(argument);
		const named = client.getState().conversations.get(client.findTarget(`#${name}`) ?? 0);
		if (named === undefined) {
			throw new ProtocolError('not-found', `You are in no group #${name}.`);
		}

		return named;
	}

	const open = openGroupIn(client, context);
	if (open === undefined) {
		throw new SlashUsageError('Which group? Name it, as #group.');
	}

	return open;
};
