/** `chat-tui migrate` and a node on what it has made: PostgreSQL, Redis, and files in a bucket. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {startLivedInServer} from '../helpers/backed-up-server.ts';
import {prepareClusterServices} from '../helpers/cluster.ts';
import {runProgram, spawnServer} from '../helpers/program.ts';
import {startS3Server} from '../helpers/s3-server.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const services = prepareClusterServices();

test('a server is moved, and its people go on at a node with the files in a bucket', async context => {
	const {postgres, redis} = services() ?? context.skip();
	const {server, alice, conversation, send, sendFile} = await startLivedInServer();
	const large = 9_000_000;
	const seq = await sendFile(large, 2);
	await server.stop();

	const s3 = await startS3Server();
	const {endpoint, bucket, credentials} = s3.settings;
	const url = await postgres.createDatabase();
	const secrets = [credentials.secretAccessKey, new URL(url).password];
	const env = {
		CHAT_TUI_SERVER_POSTGRES: url,
		AWS_ACCESS_KEY_ID: credentials.accessKeyId,
		AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
	};
	const place = ['--s3-endpoint', endpoint, '--s3-bucket', bucket, '--s3-region', 'eu-central-1'];
	const migrate = (...more: string[]) =>
		runProgram(['migrate', '--from', server.dataDir, ...place, ...more], {env});

	const usage = await runProgram(['migrate', '--from', server.dataDir], {env});
	expect(usage).toMatchObject({exitCode: 2, stdout: ''});
	const nowhere = await migrate('--to-postgres', 'postgres://ada:hidden-word@127.0.0.1:1/chat');
	expect(nowhere).toMatchObject({exitCode: 1, stdout: ''});
	expect(nowhere.stderr).toContain('No PostgreSQL answers there');
	expect(nowhere.stderr).not.toContain('hidden-word');
	const done = await migrate();
	expect(done).toMatchObject({exitCode: 0, stderr: ''});
	expect(done.stdout).toContain('Moved and verified');
	expect(done.stdout).toMatch(/^entry +\d+ rows {2}sha256 [0-9a-f]{16}$/m);
	expect(s3.bucket.objects.size).toBe(2);
	const again = await migrate();
	expect(again.exitCode).toBe(1);
	expect(again.stderr).toContain('into an empty one');

	const node = await spawnServer({
		dataDir: temporaryFolder(),
		port: server.port,
		args: place,
		env: {...env, CHAT_TUI_SERVER_REDIS: redis.url},
	});
	onTestFinished(() => node.kill('SIGKILL'));
	expect(node.fingerprint).toBe(server.fingerprint);
	await waitFor(() => alice.getState().connection.status === 'online', 'alice to come back');
	const target = join(temporaryFolder(), 'fetched');
	await alice.fetchFile({conversation, seq}, target);
	expect(readFileSync(target).equals(Buffer.alloc(large, 2))).toBe(true);
	await sendFile(9_500_000, 3);
	await send('after');
	expect(s3.bucket.objects.size).toBe(3);
	await node.kill();
	for (const secret of secrets) {
		for (const text of [node.output(), done.stdout, again.stderr]) {
			expect(text).not.toContain(secret);
		}
	}
});

test.for([
	[['--postgres', 'postgres://127.0.0.1/x'], 'need both'],
	[['--files-folder', '/tmp/x'], 'go with --postgres'],
	[['--s3-bucket', 'x'], 'go together'],
	[['--s3-endpoint', 'http://ada:hidden-word@c', '--s3-bucket', 'x'], 'https://HOST:PORT'],
	[['--files-folder', '/tmp/x', '--s3-bucket', 'x'], 'not in both'],
] as const)('a node is told which settings do not go together: %s', async ([args, words]) => {
	const {exitCode, stderr} = await runProgram([
		'--serve',
		'--data',
		temporaryFolder(),
		'--port',
		'0',
		...args,
	]);
	expect(exitCode).toBe(2);
	expect(stderr).toContain(words);
	expect(stderr).not.toContain('hidden-word');
});

test('nodes without a common place for files say so', async () => {
	const {stderr} = await runProgram([
		'--serve',
		...['--data', temporaryFolder(), '--port', '0', '--log-format', 'json'],
		// Nobody listens there: it goes no further.
		...['--postgres', 'postgres://127.0.0.1:1/x', '--redis', 'redis://127.0.0.1:1'],
	]);
	expect(stderr).toContain('other nodes do not find them');
});
