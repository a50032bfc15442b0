/** Works that need the same rows of PostgreSQL take them in one order: else they wait for each other, and everybody for them. */
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import {startPostgresForFile} from '../helpers/contract-stores.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {signUp, type WireAccount} from '../helpers/wire-client.ts';

const postgres = await startPostgresForFile();

/** Stands for another node: what it finds in its way it reports at once. */
const connect = async (url: string): Promise<pg.Client> => {
	const client = new pg.Client({connectionString: url});
	await client.connect();
	onTestFinished(() => client.end());
	await client.query(`SET deadlock_timeout = '10ms'`);
	return client;
};

const setUp = async () => {
	const url = (await postgres?.createDatabase()) ?? '';
	const server = await startTestServer({cluster: {postgres: url, redis: 'redis://127.0.0.1:1'}});
	const [ada, bob] = [await signUp(server, 'ada'), await signUp(server, 'bob')];
	const {conversation} = await ada.request('create-group', {name: 'team', members: ['bob']});
	const other = await connect(url);
	const isSomebodyWaiting = async (): Promise<boolean> => {
		const {rows} = await other.query(
			`SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
		);
		return rows.length > 0;
	};
	return {ada, bob, group: conversation.id, other, isSomebodyWaiting};
};

type People = {readonly ada: WireAccount; readonly bob: WireAccount; readonly group: number};

const whoTakeOut: readonly [string, (people: People) => Promise<unknown>][] = [
	[
		'remove-member',
		({ada, group}) => ada.request('remove-member', {conversation: group, name: 'bob'}),
	],
	['leave-group', ({bob, group}) => bob.request('leave-group', {conversation: group})],
	['delete-group', ({ada, group}) => ada.request('delete-group', {conversation: group})],
];

test.skipIf(!postgres).each(whoTakeOut)(
	'%s gets past a member who is just reading',
	async (_command, run) => {
		const {other, isSomebodyWaiting, ...people} = await setUp();
		const {bob, group} = people;
		// As `mark-read` does it.
		await other.query('BEGIN');
		await other.query('SELECT 1 FROM log WHERE id = $1 FOR NO KEY UPDATE', [bob.session.log]);
		const done = run(people);
		await waitFor(isSomebodyWaiting, 'the command to be in the way');
		await other.query('UPDATE member SET read_seq = read_seq WHERE log = $1 AND account = $2', [
			group,
			bob.session.account.id,
		]);
		await other.query('COMMIT');
		await expect(done).resolves.toEqual({});
	},
);

const whoRule: readonly [string, (people: People) => Promise<unknown>][] = [
	['mute-member', ({ada, group}) => ada.request('mute-member', {conversation: group, name: 'bob'})],
	[
		'set-member-role',
		({ada, group}) =>
			ada.request('set-member-role', {conversation: group, name: 'bob', role: 'admin'}),
	],
	[
		'set-member-role to owner',
		({ada, group}) =>
			ada.request('set-member-role', {conversation: group, name: 'bob', role: 'owner'}),
	],
];

test.skipIf(!postgres).each(whoRule)(
	'%s gets past a member who is just writing where the group is slow',
	async (_command, run) => {
		const {other, isSomebodyWaiting, ...people} = await setUp();
		const {bob, group} = people;
		// As `send-message` does it.
		await other.query('BEGIN');
		await other.query('SELECT 1 FROM log WHERE id = $1 FOR NO KEY UPDATE', [group]);
		const done = run(people);
		await waitFor(isSomebodyWaiting, 'the command to be in the way');
		await other.query('UPDATE member SET sent_at = 1 WHERE log = $1 AND account = $2', [
			group,
			bob.session.account.id,
		]);
		await other.query('COMMIT');
		await expect(done).resolves.toEqual({});
	},
);
