/** Groups and direct conversations over real sockets: who may do what, and who gets to know. */
import {expect, test} from 'vitest';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {befriend, resumeAs, signUp, type WireAccount} from '../helpers/wire-client.ts';

const startWith = async (...names: string[]) => {
	const server = await startTestServer();
	const accounts: WireAccount[] = [];
	for (const name of names) {
		accounts.push(await signUp(server, name));
	}

	return {server, accounts: accounts as [WireAccount, WireAccount, WireAccount]};
};

const send = (client: WireAccount, conversation: number, text: string) =>
	client.request('send-message', {conversation, id: crypto.randomUUID(), text});

const rolesIn = async (client: WireAccount, conversation: number) => {
	const {members} = await client.request('list-members', {conversation});
	return members.map(({account, role}) => `${account.name} ${role}`);
};

test('everybody is in #everyone and cannot leave it', async () => {
	const {accounts} = await startWith('ada', 'bob');
	const [ada, bob] = accounts;
	const {conversation} = await ada.request('join-group', {name: '#everyone'});
	expect(conversation).toMatchObject({kind: 'everyone', name: 'everyone', memberCount: 2});
	await send(ada, conversation.id, 'hello all');
	await bob.settle();
	expect(bob.entriesOf(conversation.id).at(-1)?.content).toEqual({text: 'hello all'});
	expect(await ada.codeOf('leave-group', {conversation: conversation.id})).toBe('forbidden');
	expect(await ada.codeOf('remove-member', {conversation: conversation.id, name: 'bob'})).toBe(
		'forbidden',
	);
});

test('opens one direct conversation for the same people, whoever asks', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const {conversation} = await ada.request('open-direct', {members: ['@Bob']});
	expect(conversation).toMatchObject({kind: 'direct', peers: [{name: 'bob'}]});
	const again = await bob.request('open-direct', {members: ['ada']});
	expect(again.conversation.id).toBe(conversation.id);
	const three = await bob.request('open-direct', {members: ['ada', 'carol']});
	expect(three.conversation.id).not.toBe(conversation.id);
	expect(bob.entriesOf(bob.session.log).map(({content}) => content.conversation)).toContain(
		conversation.id,
	);
	expect(await ada.codeOf('open-direct', {members: ['ada']})).toBe('forbidden');
	expect(await ada.codeOf('open-direct', {members: ['nobody']})).toBe('not-found');
	expect(await carol.codeOf('list-members', {conversation: conversation.id})).toBe('not-a-member');
	expect(await ada.codeOf('leave-group', {conversation: conversation.id})).toBe('forbidden');
});

test('makes groups with members, and no two of one name', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const {conversation} = await ada.request('create-group', {
		name: 'Team',
		title: 'The team',
		members: ['bob'],
	});
	const {id} = conversation;
	expect(conversation).toMatchObject({
		name: 'Team',
		settings: {title: 'The team', visibility: 'public'},
		role: 'owner',
	});
	expect(await rolesIn(bob, id)).toEqual(['ada owner', 'bob member']);
	expect(await bob.codeOf('create-group', {name: 'team'})).toBe('name-taken');
	expect(await bob.codeOf('create-group', {name: 'everyone'})).toBe('name-taken');
	expect(await bob.codeOf('create-group', {name: 'a b'})).toBe('name-invalid');
	expect(await bob.codeOf('create-group', {name: 'x', members: ['nobody']})).toBe('not-found');
	expect(await bob.codeOf('join-group', {name: 'x'})).toBe('not-found');

	expect(await carol.codeOf('invite-member', {conversation: id, name: 'carol'})).toBe(
		'not-a-member',
	);
	await bob.request('invite-member', {conversation: id, name: 'carol'});
	expect(await bob.codeOf('invite-member', {conversation: id, name: 'carol'})).toBe(
		'already-a-member',
	);
	expect(await bob.codeOf('invite-member', {conversation: id, name: 'nobody'})).toBe('not-found');
	await send(ada, id, 'welcome');
	await carol.settle();
	expect(carol.entriesOf(id).map(({kind}) => kind)).toEqual(['member-joined', 'message-sent']);
	const joined = await carol.request('join-group', {name: 'TEAM'});
	expect(joined.conversation).toMatchObject({id, memberCount: 3});
});

test('a removed member gets nothing more and cannot fetch, send or type', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const members = ['bob', 'carol'];
	const {conversation} = await ada.request('create-group', {name: 'team', members});
	const {id} = conversation;
	expect(await bob.codeOf('remove-member', {conversation: id, name: 'carol'})).toBe('forbidden');
	expect(await bob.codeOf('remove-member', {conversation: id, name: 'ada'})).toBe('forbidden');
	expect(await ada.codeOf('remove-member', {conversation: id, name: 'nobody'})).toBe('not-found');
	await ada.request('remove-member', {conversation: id, name: 'bob'});
	await send(ada, id, 'without bob');
	await Promise.all([bob.settle(), carol.settle()]);
	expect(bob.entriesOf(id).at(-1)?.kind).toBe('member-removed');
	expect(bob.entriesOf(bob.session.log).at(-1)?.kind).toBe('conversation-left');
	expect(carol.entriesOf(id).at(-1)?.kind).toBe('message-sent');

	const {epoch} = bob.session;
	expect(await bob.codeOf('fetch-entries', {log: id, epoch})).toBe('not-a-member');
	expect(await bob.codeOf('mark-read', {conversation: id, seq: 1})).toBe('not-a-member');
	expect(await bob.codeOf('set-typing', {conversation: id, typing: true})).toBe('not-a-member');
	const message = {conversation: id, id: crypto.randomUUID(), text: 'hi'};
	expect(await bob.codeOf('send-message', message)).toBe('not-a-member');
	expect(await ada.codeOf('remove-member', {conversation: id, name: 'bob'})).toBe('not-found');
});

test('an owner who leaves hands the group over, and the last one frees its name', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const {conversation} = await ada.request('create-group', {name: 'team', members: ['carol']});
	const {id} = conversation;
	await ada.request('invite-member', {conversation: id, name: 'bob'});
	await ada.request('leave-group', {conversation: id});
	expect(await rolesIn(carol, id)).toEqual(['bob member', 'carol owner']);
	await bob.settle();
	expect(bob.entriesOf(id).at(-1)).toMatchObject({
		kind: 'member-role-changed',
		content: {account: {name: 'carol'}, role: 'owner'},
	});
	expect(await ada.codeOf('leave-group', {conversation: id})).toBe('not-a-member');

	await carol.request('leave-group', {conversation: id});
	expect(await ada.codeOf('create-group', {name: 'team'})).toBe('name-taken');
	await bob.request('leave-group', {conversation: id});
	expect(await ada.codeOf('join-group', {name: 'team'})).toBe('not-found');
	expect(await ada.codeOf('create-group', {name: 'team'})).toBe('done');
});

test('lists conversations, members and people in pages', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada] = accounts;
	const {conversation} = await ada.request('create-group', {name: 'team'});
	const first = await ada.request('list-conversations', {limit: 1});
	expect(first).toMatchObject({more: true, conversations: [{kind: 'everyone'}]});
	const after = first.conversations[0]?.id ?? 0;
	const second = await ada.request('list-conversations', {limit: 1, after});
	expect(second).toMatchObject({more: false, conversations: [{name: 'team'}]});
	const only = await ada.request('list-conversations', {only: [conversation.id, 999]});
	expect(only.conversations.map(({id}) => id)).toEqual([conversation.id]);
	expect(only.accountHead).toBeGreaterThan(0);

	const members = await ada.request('list-members', {conversation: after, limit: 2});
	expect(members.more).toBe(true);
	const last = members.members.at(-1)?.account.id ?? 0;
	const rest = await ada.request('list-members', {conversation: after, limit: 2, after: last});
	expect(rest).toMatchObject({more: false, members: [{account: {name: 'carol'}}]});

	const people = await ada.request('list-people', {limit: 2});
	expect(people).toMatchObject({more: true, people: [{name: 'ada'}, {name: 'bob'}]});
	expect(await ada.request('list-people', {after: 'bob'})).toMatchObject({
		more: false,
		people: [{name: 'carol'}],
	});
	expect((await ada.request('list-people', {query: 'AR'})).people).toMatchObject([{name: 'carol'}]);
});

test('shows presence only to friends and those who share a group', async () => {
	const {server, accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	const namesWithPresence = async (client: WireAccount) => {
		const {people} = await client.request('list-people', {});
		return people.filter(({presence}) => presence !== undefined).map(({name}) => name);
	};
	// One's own is always there; to write to somebody shows nothing of them.
	expect(await namesWithPresence(ada)).toEqual(['ada']);
	await befriend(ada, bob);
	expect(await namesWithPresence(ada)).toEqual(['ada', 'bob']);
	expect(await namesWithPresence(carol)).toEqual(['carol']);

	bob.socket.destroy();
	await waitFor(() => ada.bodiesOf('presence-changed').length === 1, 'bob to go');
	expect(ada.bodiesOf('presence-changed')).toMatchObject([
		{account: bob.session.account.id, presence: 'offline', seenAt: expect.any(Number)},
	]);
	const {conversations} = await ada.request('list-conversations', {only: [conversation.id]});
	expect(conversations[0]?.peers).toMatchObject([{presence: 'offline'}]);
	await carol.settle();
	expect(carol.bodiesOf('presence-changed')).toEqual([]);

	await carol.request('create-group', {name: 'team', members: ['bob']});

	await resumeAs(server, bob);
	await waitFor(() => carol.bodiesOf('presence-changed').length === 1, 'bob to come back');
	expect(carol.bodiesOf('presence-changed')).toMatchObject([{presence: 'online'}]);
});

test('a connection that comes back soon is no news', async () => {
	const server = await startTestServer({offlineDelayMs: 60_000});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	await ada.request('open-direct', {members: ['bob']});

	bob.socket.destroy();
	const back = await resumeAs(server, bob);
	await back.settle();
	await ada.settle();
	expect(ada.bodiesOf('presence-changed')).toEqual([]);
});

test('typing reaches the others in the conversation and nobody else', async () => {
	const {accounts} = await startWith('ada', 'bob', 'carol');
	const [ada, bob, carol] = accounts;
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	await ada.request('set-typing', {conversation: conversation.id, typing: true});
	await Promise.all([ada.settle(), bob.settle(), carol.settle()]);
	expect(bob.bodiesOf('typing-changed')).toMatchObject([{account: {name: 'ada'}, typing: true}]);
	expect([...ada.bodiesOf('typing-changed'), ...carol.bodiesOf('typing-changed')]).toEqual([]);
});
