/** `chat-tui doctor --serve` where a server is several nodes: it knows of PostgreSQL and Redis. */
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
	const node = await spawnServer({dataDir, port, args: files, env});
	onTestFinished(() => node.kill('SIGKILL'));
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
