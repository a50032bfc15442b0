/** `chat-tui doctor --serve`, `backup` and `restore` where a server is several nodes: they know of PostgreSQL and Redis. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {prepareClusterServices} from '../helpers/cluster.ts';
import {findFreePort, runProgram, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const services = prepareClusterServices();

type Found = {subject: string; grade: string; text: string};

test('doctor looks at PostgreSQL, Redis, the files and the node', async context => {
	const {postgres, redis} = services() ?? context.skip();
	const dataDir = temporaryFolder();
	const port = await findFreePort();
	const files = ['--files-folder', temporaryFolder()];
	const place = {CHAT_TUI_SERVER_POSTGRES: await postgres.createDatabase()};
	const examine = async (env: NodeJS.ProcessEnv = {}) => {
		const words = ['doctor', '--serve', '--json', '--data', dataDir, '--port', String(port)];
		const {exitCode, stdout} = await runProgram([...words, ...files], {
			env: {...place, CHAT_TUI_SERVER_REDIS: redis.url, ...env},
		});
		const findings = stdout
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Found);
		const of = (subject: string) => findings.find(finding => finding.subject === subject);
		return {exitCode, stdout, of, bad: findings.filter(({grade}) => grade === 'bad')};
	};

	const before = await examine();
	expect([before.exitCode, before.bad]).toEqual([0, []]);
	expect(before.of('PostgreSQL')?.text).toContain('no server yet');
	expect(before.of('Port')?.text).toContain('is free');

	const env = {...place, CHAT_TUI_SERVER_REDIS: redis.url};
	const args = [...files, '--node-name', 'kitchen'];
	const node = await spawnServer({dataDir, port, args, env});
	onTestFinished(() => node.kill('SIGKILL'));
	expect(node.output()).toMatch(/Node +kitchen\n +Database +postgres:.*:\*\*\*@/);
	const running = await examine();
	expect([running.exitCode, running.bad]).toEqual([0, []]);
	expect(running.of('PostgreSQL')?.text).toMatch(/^postgres:.*:\*\*\*@.*accounts: 0$/);
	expect(running.of('Redis')).toMatchObject({grade: 'good'});
	expect(running.of('Files')).toMatchObject({grade: 'good', text: files[1]});
	expect(running.of('Server')?.text).toContain('healthy');

	const nowhere = 'postgres://ada:hidden-word@127.0.0.1:1/chat';
	const gone = await examine({
		CHAT_TUI_SERVER_POSTGRES: nowhere,
		CHAT_TUI_SERVER_REDIS: 'redis://127.0.0.1:1',
	});
	expect(gone.exitCode).toBe(1);
	expect(gone.bad).toMatchObject([
		{subject: 'PostgreSQL', text: expect.stringContaining('No PostgreSQL answers')},
	]);
	expect(gone.of('Redis')).toMatchObject({grade: 'doubtful'});
	expect(gone.stdout).not.toContain('hidden-word');
});

test('backup and restore say where such a server is', async () => {
	const folder = temporaryFolder();
	const env = {CHAT_TUI_SERVER_POSTGRES: 'postgres://chat@db.invalid/chat'};
	const backup = await runProgram(['backup', '--data', folder], {env});
	expect(backup).toMatchObject({exitCode: 1, stderr: expect.stringContaining('pg_dump')});
	const restore = await runProgram(['restore', '/no/such/file'], {
		env: {...env, CHAT_TUI_SERVER_DATA: folder},
	});
	expect(restore).toMatchObject({exitCode: 1, stderr: expect.stringContaining('migrate')});
	expect(existsSync(join(folder, 'server.db'))).toBe(false);
});
