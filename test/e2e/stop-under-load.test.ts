/** A server that is told to stop while everybody writes: it ends soon, and what it took is there at the next start. */
import {once} from 'node:events';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {connect, register} from '../../source/client/library.ts';
import {checkConversation} from '../faults/checker.ts';
import type {Acknowledged} from '../faults/ledger.ts';
import {findFreePort, spawnServer} from '../helpers/program.ts';
import {openSilentConnections} from '../helpers/silent-connections.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const names = ['alice', 'bob', 'carol', 'dave'];
const password = 'correct-horse';
/** Its peers have 3 s to take their leave; the rest is for a machine that does other things too. */
const stopMsMax = 15_000;

test('stops in bounded time while clients write and silent strangers hang on', async () => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = `127.0.0.1:${port}`;
	const start = () =>
		spawnServer({dataDir: join(folder, 'server'), port, args: ['--no-rate-limits']});
	const running = await start();
	const timing = {retryDelayMsBase: 20, retryDelayMsMax: 200};
	const clients: Client[] = [];
	for (const name of names) {
		const account = {server, name, password, acceptNew: true, dataDir: join(folder, name)};
		await (await register(account)).stop();
		clients.push(await connect({...account, timing}));
	}

	onTestFinished(() => Promise.all(clients.map(client => client.stop())).then(() => undefined));
	await clients[0]?.createGroup('crew', names.slice(1));
	const crew = (await clients[0]?.resolveTarget('#crew')) ?? 0;
	await waitFor(() => clients.every(client => client.findTarget('#crew') === crew));

	await openSilentConnections(port, 20);
	const acknowledged: Acknowledged[] = [];
	let isSending = true;
	const senders = clients.flatMap(client =>
		Array.from({length: 8}, async () => {
			while (isSending) {
				const id = client.sendMessage(crew, 'x'.repeat(500));
				const {seq} = await client.whenSent(id);
				acknowledged.push({id, seq});
			}
		}),
	);
	await waitFor(() => acknowledged.length > 200, 'the load', 30_000);
	const startedAt = performance.now();
	running.process.kill('SIGTERM');
	const [exitCode] = await once(running.process, 'exit');
	expect(exitCode).toBe(0);
	expect(performance.now() - startedAt).toBeLessThan(stopMsMax);

	const again = await start();
	onTestFinished(() => again.kill());
	isSending = false;
	await Promise.all(senders);
	const account = {server, name: 'alice', password, acceptNew: true};
	const witness = await connect({...account, dataDir: join(folder, 'witness')});
	onTestFinished(() => witness.stop());
	const log = await witness.readEntries(crew, {limit: 1_000_000});
	expect(checkConversation(acknowledged, log, new Map())).toEqual([]);
});
