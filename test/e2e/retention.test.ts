/** The built server, killed while it removes what is too old to be kept. */
import {expect, onTestFinished, test} from 'vitest';
import {ageHistory, countRows, dayMs, endNotice} from '../helpers/age-history.ts';
import {joinServer, startChatServer, textsOf} from '../helpers/chat-pair.ts';
import {findFreePort, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, password} from '../helpers/wire-client.ts';

test('a server that is killed while it removes old history goes on, and clients follow', async () => {
	const dataDir = temporaryFolder();
	const port = await findFreePort();
	const server = await startChatServer({dataDir, port});
	const alice = await joinServer(server, 'alice');
	const team = await alice.createGroup('team', []);
	const wire = await connectWire({port});
	await wire.request('log-in', {name: 'alice', password, device: 'wire'});
	const old = 10_000;
	for (let count = 0; count < old; count += 100) {
		await Promise.all(
			Array.from({length: 100}, (_, index) =>
				wire.request('send-message', {
					conversation: team,
					id: crypto.randomUUID(),
					text: `old ${count + index}`,
				}),
			),
		);
	}

	await alice.request('set-retention', {conversation: team, retentionMs: 30 * dayMs});
	const {seq: last} = await alice.whenSent(alice.sendMessage(team, 'the last old one'));
	const kept = await alice.whenSent(alice.sendMessage(team, 'of today'));
	await server.stop();
	ageHistory(dataDir, team, {until: last, byMs: 60 * dayMs});
	endNotice(dataDir, team);

	// The first look is soon after the start.
	const first = await spawnServer({dataDir, port});
	const rows = () => countRows(dataDir, team).entry ?? 0;
	await waitFor(() => rows() < old - 200, 'some to go', 30_000);
	await first.kill('SIGKILL');
	const left = rows();
	expect(left).toBeGreaterThan(2);
	const second = await spawnServer({dataDir, port});
	onTestFinished(() => second.kill());
	await waitFor(() => rows() === 1, 'the rest to go', 60_000);
	alice.reconnect();
	await waitFor(
		() => alice.readStored(team, {after: 0, limit: 5}).length === 1,
		'the copy to follow',
		30_000,
	);
	expect(await textsOf(alice, team)).toEqual(['of today']);
	expect(await alice.whenSent(alice.sendMessage(team, 'and on'))).toMatchObject({
		seq: kept.seq + 1,
	});
}, 120_000);
