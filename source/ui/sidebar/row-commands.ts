/** Which slash command a key means for the row under the list's cursor. */
import type {ClientState, ConversationState} from '../../client/state.ts';
import {targetOf} from '../../client/targets.ts';
import type {ActionName} from '../key-table.ts';
import type {SidebarRow} from './sidebar-rows.ts';

type Subject = {
	readonly conversation: ConversationState | undefined;
	/** The one person of the row, if it is one's. */
	readonly person: {readonly id: number; readonly name: string} | undefined;
};

const subjectOf = ({target}: SidebarRow, {conversations, people}: ClientState): Subject => {
	if (target.kind === 'person') {
		const person = [...people.values()].find(({name}) => name === target.name);
		return {conversation: undefined, person};
	}

	const conversation = conversations.get(target.conversation);
	const [peer, ...others] = conversation?.kind === 'direct' ? conversation.peers : [];
	return {
		conversation,
		person: peer === undefined || others.length > 0 ? undefined : people.get(peer),
	};
};

const friendCommand = (
	action: 'befriend' | 'part-from',
	{id, name}: {id: number; name: string},
	{friends}: ClientState,
): string => {
	const isAsking = friends.get(id) === 'asking';
	if (action === 'befriend') {
		return `${isAsking ? '/accept' : '/friend'} @${name}`;
	}

	return `${isAsking ? '/decline' : '/unfriend'} @${name}`;
};

/** What is asked before the command that a key stands for; `undefined` where it is easily taken back. */
export const questionOf = (command: string): 'block' | 'unfriend' | undefined =>
	(['block', 'unfriend'] as const).find(name => command.startsWith(`/${name} `));

/** `undefined` where the key means nothing for the row. */
export const commandForRow = (
	action: ActionName,
	row: SidebarRow,
	state: ClientState,
): string | undefined => {
	const {conversation, person} = subjectOf(row, state);
	if (action === 'mute-conversation' && conversation !== undefined) {
		const isMuted = conversation.notifications.level === 'none';
		return `${isMuted ? '/unmute' : '/mute'} ${targetOf(conversation)}`;
	}

	if (person === undefined) {
		return undefined;
	}

	switch (action) {
		case 'befriend':
		case 'part-from':
			return friendCommand(action, person, state);
		case 'block':
			return `${state.blocked.has(person.id) ? '/unblock' : '/block'} @${person.name}`;
		case 'show-person':
			return `/whois @${person.name}`;
		default:
			return undefined;
	}
};
