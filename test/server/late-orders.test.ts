/** Orders hold for who comes in the very moment, for nodes that start then, and where they were missed. */
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import type {Order} from '../../source/server/store/order.ts';
import {type ChatServer, startChatServer} from '../helpers/chat-pair.ts';
import {startPostgresForFile} from '../helpers/contract-stores.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, resumeAs, signUp} from '../helpers/wire-client.ts';

const postgres = await startPostgresForFile();

const connect = async (url: string): Promise<pg.Client> => {
	const client = new pg.Client({connectionString: url});
	await client.connect();
	onTestFinished(() => client.end());
	return client;
};

/** As another node does it, whose place here `client` has. */
const banLoopback = async (client: pg.Client): Promise<void> => {
	const order: Order = {act: 'load-bans'};
	await client.query(`INSERT INTO ban (target, by, at) VALUES ('127.0.0.1', 'ada', 1)`);
	await client.query(
		`INSERT INTO node_order (id, at, body)
			SELECT coalesce(max(id), 0) + 1, $1, $2 FROM node_order`,
		[Date.now(), JSON.stringify(order)],
	);
};

const isBanned = async (node: ChatServer): Promise<boolean> =>
	connectWire(node).then(
		client => client.codeOf('ping', {}).then(code => code === 'banned'),
		() => true,
	);

const setUp = async () => {
	const database = (await postgres?.createDatabase()) ?? '';
	const client = await connect(database);
	const isWaiting = async (table: string): Promise<boolean> => {
		const sql = 'SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted';
		return (await client.query(sql, [table])).rows.length > 0;
	};
	// Without Redis a node looks for orders every second.
	const cluster = {postgres: database, redis: 'redis://127.0.0.1:1'};
	return {cluster, client, isWaiting, other: await connect(database)};
};

test.skipIf(!postgres)('a node that starts knows of a ban that was made meanwhile', async () => {
	const {cluster, client, isWaiting} = await setUp();
	await (await startChatServer({cluster})).stop();
	await client.query('BEGIN; LOCK TABLE node_order IN ACCESS EXCLUSIVE MODE');
	const starting = startChatServer({cluster});
	await waitFor(() => isWaiting('node_order'), 'the node to look for the last order');
	await banLoopback(client);
	await client.query('COMMIT');
	expect(await isBanned(await starting)).toBe(true);
});

test.skipIf(!postgres)('who logs in while their address is banned is out', async () => {
	const {cluster, client, isWaiting, other} = await setUp();
	const node = await startChatServer({cluster});
	const ada = await signUp(node, 'ada');
	// The log-in stops after it was looked whether the address is banned.
	await client.query('BEGIN; LOCK TABLE entry IN ACCESS EXCLUSIVE MODE');
	const coming = resumeAs(node, ada);
	await waitFor(() => isWaiting('entry'), 'the log-in to be under way');
	await other.query('BEGIN');
	await banLoopback(other);
	await other.query('COMMIT');
	await waitFor(() => isBanned(node), 'the ban to be known');
	await client.query('COMMIT');
	const phone = await coming;
	await waitFor(() => phone.bodiesOf('session-kicked').length > 0, 'the phone to be out');
});

test.skipIf(!postgres)('where orders were missed, all who are connected come anew', async () => {
	const {cluster, client} = await setUp();
	const node = await startChatServer({cluster});
	const ada = await signUp(node, 'ada');
	// Whatever told of it is forgotten already.
	await client.query('DELETE FROM device');
	const order: Order = {act: 'cancel-shutdown'};
	await client.query('INSERT INTO node_order (id, at, body) VALUES (7, $1, $2)', [
		Date.now(),
		JSON.stringify(order),
	]);
	await waitFor(() => ada.bodiesOf('server-stopping').length > 0, 'ada to be sent away');
	await expect(resumeAs(node, ada)).rejects.toThrow('token is unknown');
});
