/** A reply that tells how things stand is never older than what its asker was told before it. */
import pg from 'pg';
import {expect, onTestFinished, type TestContext, test} from 'vitest';
import type {Entry} from '../../source/protocol/entries.ts';
import {prepareClusterServices, startCluster} from '../helpers/cluster.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {signUp} from '../helpers/wire-client.ts';

const services = prepareClusterServices();

const topicsIn = (entries: readonly Entry[]): unknown[] =>
	entries.flatMap(({content}) => (content.topic ? [content.topic] : []));

/** Ada and bob are in a group. Reads of `table` stop from `stop` on until `goOn`. */
const beginTeam = async ({skip}: TestContext, table: string) => {
	const found = services();
	if (found === undefined) {
		return skip();
	}

	const {nodes, database} = await startCluster(found, 1);
	const [node] = nodes;
	if (node === undefined) {
		throw new Error('there is no node');
	}

	const ada = await signUp(node, 'ada');
	const bob = await signUp(node, 'bob');
	const {conversation} = await ada.request('create-group', {name: 'team', members: ['bob']});
	const log = conversation.id;
	const isFollowing = () =>
		bob.bodiesOf('entry-appended').some(({kind}) => kind === 'conversation-joined');
	await waitFor(isFollowing, 'bob to follow the group');

	const lock = new pg.Client({connectionString: database});
	await lock.connect();
	onTestFinished(() => lock.end());
	const countWaiting = async (): Promise<number> =>
		(await lock.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rows.length;
	return {
		ada,
		bob,
		log,
		stop: () => lock.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`),
		goOn: () => lock.query('COMMIT'),
		countWaiting,
	};
};

/** A list of conversations is read for bob and stops in its middle until `goOn`; since then a topic was set. */
const beginList = async (context: TestContext) => {
	const {ada, bob, log, stop, goOn, countWaiting} = await beginTeam(context, 'pin');
	await stop();
	const listing = bob.request('list-conversations', {});
	await waitFor(async () => (await countWaiting()) > 0, 'the list to be read');
	await ada.request('change-group', {conversation: log, topic: 'news'});
	return {
		bob,
		log,
		async goOn(): Promise<string | undefined> {
			await goOn();
			return (await listing).conversations.find(({id}) => id === log)?.settings?.topic;
		},
	};
};

test('what is committed while a list of conversations is read is told after it', async context => {
	const {bob, log, goOn} = await beginList(context);
	await bob.settle();
	expect(topicsIn(bob.entriesOf(log))).toEqual([]);
	expect(await goOn()).toBe('');
	await waitFor(() => topicsIn(bob.entriesOf(log)).length > 0, 'the change');
});

test('a page that is read later is not told before it', async context => {
	const {bob, log, goOn} = await beginList(context);
	const replies: string[] = [];
	const {epoch} = bob.session;
	const fetched = bob.request('fetch-entries', {log, epoch}).finally(() => replies.push('page'));
	// Other reads are answered meanwhile: this one would have been.
	for (let count = 0; count < 10; count += 1) {
		await bob.request('list-devices', {});
	}

	expect(replies).toEqual([]);
	expect(await goOn()).toBe('');
	expect(topicsIn((await fetched).entries)).toEqual(['news']);
});

test('a group that is entered again counts no message beyond its head', async context => {
	const {ada, bob, log, stop, goOn, countWaiting} = await beginTeam(context, 'hidden');
	await ada.request('send-message', {conversation: log, id: crypto.randomUUID(), text: 'one'});
	await stop();
	const entering = bob.request('join-group', {name: 'team'});
	await waitFor(async () => (await countWaiting()) > 0, 'unread messages to be counted');
	let isSent = false;
	const sending = ada
		.request('send-message', {conversation: log, id: crypto.randomUUID(), text: 'two'})
		.then(() => {
			isSent = true;
		});
	await waitFor(async () => isSent || (await countWaiting()) > 1, 'the second message');
	await goOn();
	const {head, unread} = (await entering).conversation;
	await sending;
	await waitFor(() => bob.entriesOf(log).some(({content}) => content.text === 'two'));
	const counted = bob
		.entriesOf(log)
		.filter(({kind, seq}) => kind === 'message-sent' && seq <= head);
	expect(unread).toBe(counted.length);
});
