/** `@name` and `#group`: how people name a conversation. */
import {ProtocolError} from '../protocol/errors.ts';
import {nameKey} from '../protocol/names.ts';
import type {ClientState, ConversationState, Person} from './state.ts';

/** @throws {ProtocolError} `bad-payload` when it is neither */
export const parseTarget = (target: string): {kind: 'person' | 'group'; name: string} => {
	const name = target.slice(1);
	if (name !== '' && target.startsWith('@')) {
		return {kind: 'person', name};
	}

	if (name !== '' && target.startsWith('#')) {
		return {kind: 'group', name};
	}

	throw new ProtocolError('bad-payload', `"${target}" is neither @name nor #group.`);
};

export const findPerson = ({people, account}: ClientState, name: string): Person | undefined => {
	const key = nameKey(name);
	if (nameKey(account.name) === key) {
		return people.get(account.id) ?? account;
	}

	return people.values().find(person => nameKey(person.name) === key);
};

/** Groups that were left count only when there is no other of the name. */
const findGroup = ({conversations}: ClientState, name: string): ConversationState | undefined => {
	const key = nameKey(name);
	const named = [...conversations.values()].filter(
		conversation => conversation.kind !== 'direct' && nameKey(conversation.name) === key,
	);
	return named.find(({isLeft}) => !isLeft) ?? named[0];
};

const findDirect = (state: ClientState, name: string): ConversationState | undefined => {
	const person = findPerson(state, name);
	return state.conversations
		.values()
		.find(
			({kind, peers}) =>
				kind === 'direct' &&
				(person?.id === state.account.id
					? peers.length === 0
					: peers.length === 1 && peers[0] === person?.id),
		);
};

/** From the local copy alone. @throws {ProtocolError} `bad-payload` when it is no target */
export const findConversation = (
	state: ClientState,
	target: string,
): ConversationState | undefined => {
	const {kind, name} = parseTarget(target);
	return kind === 'group' ? findGroup(state, name) : findDirect(state, name);
};

/** How people name the conversation: `#group`, `@name` of the other one, `@name,@name` of several. */
export const targetOf = ({kind, name}: ConversationState): string =>
	kind === 'direct' ? `@${name.replaceAll(', ', ',@')}` : `#${name}`;
