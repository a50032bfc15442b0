/** What a block keeps away, over the wire, and that the blocked one learns nothing by it. */
import {expect, test} from 'vitest';
import {openDirect, send, sendCode, startTeam} from '../helpers/team.ts';
import type {WireAccount} from '../helpers/wire-client.ts';

const block = (client: WireAccount, name: string) => client.request('block-account', {name});

test('nobody pulls somebody into a group over a block, whoever blocked whom', async () => {
	const {ada, bob, carol, team} = await startTeam({}, []);
	await block(ada, 'bob');
	await ada.settle();
	const told = ada.events.length;
	const make = (client: WireAccount, name: string) =>
		client.codeOf('create-group', {name: `of-${name}`, members: ['carol', name]});
	expect(await make(bob, 'ada')).toBe('undeliverable');
	expect(await make(ada, 'bob')).toBe('undeliverable');
	const {conversation} = await bob.request('create-group', {name: 'mine', members: ['carol']});
	const invite = (client: WireAccount, log: number, name: string) =>
		client.codeOf('invite-member', {conversation: log, name});
	expect(await invite(bob, conversation.id, 'ada')).toBe('undeliverable');
	expect(await invite(ada, team, 'bob')).toBe('undeliverable');
	// It is between these two: everybody else brings either in.
	await ada.settle();
	expect(ada.events.length).toBe(told);
	expect(await invite(carol, conversation.id, 'ada')).toBe('done');
});

test('a refusal over a block reads like that of a direct message', async () => {
	const {ada, bob} = await startTeam({}, []);
	const direct = await openDirect(bob, 'ada');
	await block(ada, 'bob');
	const refusalOf = (work: Promise<unknown>) => work.then(String, error => error.message);
	const words = await refusalOf(send(bob, direct, 'hi'));
	expect(words).toBe('ada takes no messages now.');
	expect(await refusalOf(bob.request('create-group', {name: 'mine', members: ['ada']}))).toBe(
		words,
	);
});

test('a blocked one pins, reacts and types nothing in the direct conversation', async () => {
	const {ada, bob} = await startTeam();
	const direct = await openDirect(bob, 'ada');
	const {seq} = await send(bob, direct, 'hi');
	await block(ada, 'bob');
	await ada.settle();
	const told = ada.events.length;
	const place = {conversation: direct, seq, isOn: true};
	expect(await bob.codeOf('pin-message', place)).toBe('undeliverable');
	expect(await bob.codeOf('react-to-message', {...place, emoji: '👍'})).toBe('undeliverable');
	expect(await bob.codeOf('set-typing', {conversation: direct, typing: true})).toBe('done');
	expect(await ada.codeOf('pin-message', place)).toBe('forbidden');
	await ada.settle();
	expect(ada.events.length).toBe(told);
	await ada.request('unblock-account', {name: 'bob'});
	expect(await bob.codeOf('pin-message', place)).toBe('done');
});

test('a blocked one does not see how far the other has read', async () => {
	const {ada, bob} = await startTeam();
	const direct = await openDirect(bob, 'ada');
	const {seq} = await send(bob, direct, 'hi');
	const readers = async () => {
		const {conversations} = await bob.request('list-conversations', {only: [direct]});
		return conversations[0]?.readers;
	};
	const account = ada.session.account.id;
	await ada.request('mark-read', {conversation: direct, seq});
	expect(await readers()).toEqual([{account, seq, delivered: seq}]);
	await block(ada, 'bob');
	expect(await readers()).toEqual([{account, seq: 0, delivered: 0}]);
});

test('among three a block keeps signals away, and who wants no messages either leaves', async () => {
	const {ada, bob, carol} = await startTeam();
	const three = await openDirect(bob, 'ada', 'carol');
	await block(ada, 'bob');
	await bob.request('set-typing', {conversation: three, typing: true});
	const {seq} = await send(carol, three, 'hi');
	await ada.request('mark-read', {conversation: three, seq});
	await Promise.all([ada.settle(), bob.settle(), carol.settle()]);
	expect(ada.bodiesOf('typing-changed')).toEqual([]);
	expect(carol.bodiesOf('typing-changed')).toHaveLength(1);
	expect(bob.bodiesOf('reader-moved')).toEqual([]);
	expect(carol.bodiesOf('reader-moved')).toHaveLength(1);

	await ada.request('leave-group', {conversation: three});
	await send(bob, three, 'where is she?');
	await ada.settle();
	expect(ada.entriesOf(three).at(-1)?.kind).toBe('member-left');
	expect(await bob.codeOf('open-direct', {members: ['ada', 'carol']})).toBe('undeliverable');
	expect(await bob.codeOf('leave-group', {conversation: three})).toBe('forbidden');
	await ada.request('unblock-account', {name: 'bob'});
	const anew = await openDirect(bob, 'ada', 'carol');
	expect(anew).not.toBe(three);
	expect(await sendCode(ada, anew, 'here')).toBe('done');
});

test('a friend request made under a block arrives when it is repeated after it', async () => {
	const {ada, bob} = await startTeam();
	await block(ada, 'bob');
	await bob.request('request-friend', {name: 'ada'});
	await ada.request('unblock-account', {name: 'bob'});
	await bob.request('request-friend', {name: 'ada'});
	const {friends} = await ada.request('get-account', {});
	expect(friends).toMatchObject([{account: {name: 'bob'}, friendship: 'asking'}]);
	expect(await ada.codeOf('answer-friend', {name: 'bob', accept: true})).toBe('done');
	const own = await bob.request('get-account', {});
	expect(own.friends).toMatchObject([{friendship: 'friend'}]);
});
