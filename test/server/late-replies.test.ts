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

/** A list of conversations is read for bob and stops in its middle until `goOn`; since then a topic was set. */
const begin = async ({skip}: TestContext) => {
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

	// Reads of conversations stop here, and changes of them do not.
	const lock = new pg.Client({connectionString: database});
	await lock.connect();
	onTestFinished(() => lock.end());
	await lock.query('BEGIN; LOCK TABLE pin IN ACCESS EXCLUSIVE MODE');
	const isWaiting = async (): Promise<boolean> => {
		const sql = 'SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
		return (await lock.query(sql, ['pin'])).rows.length > 0;
	};
	const listing = bob.request('list-conversations', {});
	await waitFor(isWaiting, 'the list to be read');
	await ada.request('change-group', {conversation: log, topic: 'news'});
	const goOn = async (): Promise<string | undefined> => {
		await lock.query('COMMIT');
		return (await listing).conversations.find(({id}) => id === log)?.settings?.topic;
	};
	return {bob, log, goOn};
};

test('what is committed while a list of conversations is read is told after it', async context => {
	const {bob, log, goOn} = await begin(context);
	await bob.settle();
	expect(topicsIn(bob.entriesOf(log))).toEqual([]);
	expect(await goOn()).toBe('');
	await waitFor(() => topicsIn(bob.entriesOf(log)).length > 0, 'the change');
});

test('a page that is read later is not told before it', async context => {
	const {bob, log, goOn} = await begin(context);
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
