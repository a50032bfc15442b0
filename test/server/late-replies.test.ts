/** A reply that tells how things stand is never older than what its asker was told before it. */
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import {prepareClusterServices, startCluster} from '../helpers/cluster.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {signUp} from '../helpers/wire-client.ts';

const services = prepareClusterServices();

test('what is committed while a list of conversations is read is told after it', async ({skip}) => {
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
	const isFollowing = () =>
		bob.bodiesOf('entry-appended').some(({kind}) => kind === 'conversation-joined');
	await waitFor(isFollowing, 'bob to follow the group');

	// Reads of conversations stop here in their middle, and changes of them do not.
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
	await ada.request('change-group', {conversation: conversation.id, topic: 'news'});
	await bob.settle();
	const topics = () =>
		bob.entriesOf(conversation.id).flatMap(({content}) => (content.topic ? [content.topic] : []));
	expect(topics()).toEqual([]);
	await lock.query('COMMIT');
	const told = (await listing).conversations.find(({id}) => id === conversation.id);
	expect(told?.settings?.topic).toBe('');
	await waitFor(() => topics().length > 0, 'the change');
});
