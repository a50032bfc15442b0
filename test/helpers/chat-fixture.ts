/** A small world for tests of the screen: alice, three contacts, three groups, a few messages. */
import type {ConversationState} from '../../source/client/state.ts';
import {conversation, createFakeClient, type FakeClient} from './fake-client.ts';
import {alice, message} from './timeline-items.ts';

export const design = 1;
export const ops = 2;
export const everyone = 3;
export const withBob = 4;
export const withCarol = 5;

export const fixtureConversations: readonly ConversationState[] = [
	conversation({id: design, name: 'design', memberCount: 12, head: 2, readSeq: 2, lastAt: 9}),
	conversation({id: ops, name: 'ops', unread: 5, mentions: 1, lastAt: 3}),
	conversation({id: everyone, kind: 'everyone', name: 'everyone'}),
	conversation({id: withBob, kind: 'direct', name: 'bob', peers: [2], unread: 2, lastAt: 5}),
	conversation({id: withCarol, kind: 'direct', name: 'carol', peers: [3]}),
];

/** `design` is open at first: something happened there last. */
export const createChatFixture = (
	options: Partial<Parameters<typeof createFakeClient>[0]> = {},
): FakeClient => {
	const client = createFakeClient({
		conversations: fixtureConversations,
		people: [
			{id: 1, name: 'alice', presence: 'online'},
			{id: 2, name: 'bob', presence: 'online'},
			{id: 3, name: 'carol', presence: 'away'},
			{id: 4, name: 'dave', presence: 'offline'},
		],
		...options,
	});
	client.append(
		design,
		message(1, 'Did the build pass?'),
		message(2, 'Yes', {sender: alice, isOwn: true, delivery: 'read'}),
	);
	return client;
};

/** What was asked of the client under that name, without the recorder's own fields. */
export const callsOf = (client: FakeClient, name: string): readonly (readonly unknown[])[] =>
	client.calls.filter(call => call.name === name).map(({args}) => args);
