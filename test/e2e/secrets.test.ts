/** Secrets stand in no log, no process list and no file that others can read, on neither side, whatever the umask. */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import {makeFile} from '../helpers/files.ts';
import {findFreePort, runProgram, type ServerProcess, spawnServer} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const password = 'first-secret-password';
const newPassword = 'second-secret-password';
const guess = 'third-secret-guess';
const said = 'a secret said in a message';
const recalled = 'a secret that was taken back';

type Process = {readonly words: string; readonly environment: string};

/** The processes of this system that have inherited the password, but for those that were given it. */
const findHeirs = (): Process[] =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.flatMap(pid => {
			try {
				const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
				const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
				return [{words, environment}];
			} catch {
				// It has ended meanwhile.
				return [];
			}
		})
		.filter(
			({words, environment}) => environment.includes(password) && !/ --data |^chat-tui/.test(words),
		);

type Found = {readonly path: string; readonly mode: number; readonly bytes: Buffer | undefined};

const readTree = (folder: string): Found[] =>
	[
		folder,
		...readdirSync(folder, {recursive: true, encoding: 'utf8'}).map(p => join(folder, p)),
	].map(path => {
		const status = statSync(path);
		const bytes = status.isFile() ? readFileSync(path) : undefined;
		return {path, mode: status.mode & 0o777, bytes};
	});

const expectPrivate = (tree: readonly Found[]): void => {
	for (const {path, mode} of tree) {
		expect(`${path} ${(mode & 0o077).toString(8)}`).toBe(`${path} 0`);
	}
};

const expectWithout = (tree: readonly Found[], secrets: Readonly<Record<string, string>>): void => {
	for (const {path, bytes} of tree) {
		for (const [what, secret] of Object.entries(secrets)) {
			expect(bytes?.includes(secret) ?? false, `${what} in ${path}`).toBe(false);
		}
	}
};

/** Two people who register, guess wrong, change a password, invite, talk, recall, send a file, and fail at things. */
const live = async (server: ServerProcess, folder: string, adminCode: string) => {
	const address = `127.0.0.1:${server.port}`;
	let output = '';
	const runAs = async (name: string, words: readonly string[], secret = password, exitCode = 0) => {
		const result = await runProgram([...words, '--data', join(folder, name)], {
			env: {CHAT_TUI_PASSWORD: secret},
		});
		expect([words, result.stderr, result.exitCode]).toEqual([words, expect.anything(), exitCode]);
		output += result.stdout + result.stderr;
		return result.stdout;
	};
	const entry = (name: string) => [address, '--name', name, '--accept-new'];
	await runAs('alice', ['register', ...entry('alice')]);
	await runAs('bob', ['register', ...entry('bob')]);
	await runAs('bob', ['login', ...entry('bob')], guess, 1);
	await runAs('alice', ['run', `/admin ${guess}`], password, 1);
	await runAs('alice', ['run', `/admin ${adminCode}`]);
	const registering = (await runAs('alice', ['run', '/invite-code', '--json'])).trim();
	await runAs('alice', ['run', '/group create team private @bob']);
	const joining = (await runAs('alice', ['run', '/group link --in #team 5 2d', '--json'])).trim();
	await runAs('alice', ['run', '/join wrong-secret-code'], password, 1);
	await runAs('alice', ['send', '#team', said]);
	await runAs('alice', ['send', '#team', recalled]);
	await runAs('alice', ['run', '/recall --in #team ^']);
	const file = makeFile('plan.txt', 'the plan of the file\n');
	await runAs('alice', ['send', '#team', '--file', file]);
	await runAs('bob', ['get', '#team', '^', '-o', join(folder, 'got.txt')]);
	await runAs('bob', ['run', '/kick @alice'], password, 1);
	await runAs('bob', ['run', `/passwd ${password} ${newPassword}`]);
	return {
		output,
		codes: [registering, joining].map(json => (JSON.parse(json) as {code: string}).code),
	};
};

test('a server and its people keep their secrets', async () => {
	const umask = process.umask(0);
	onTestFinished(() => void process.umask(umask));
	const folder = temporaryFolder();
	const dataDir = join(folder, 'server');
	const port = await findFreePort();
	const args = ['--log-level', 'debug', '--log-format', 'json', '--no-rate-limits'];
	const server = await spawnServer({dataDir, port, args});
	onTestFinished(() => server.kill('SIGKILL'));
	const welcome = server.output();
	const adminCode = /Admin code\s+(\S+)/.exec(welcome)?.[1] ?? '';
	const heirs: Process[] = [];
	const watch = setInterval(() => heirs.push(...findHeirs()), 20);
	const {output, codes} = await live(server, folder, adminCode);
	clearInterval(watch);
	expect(heirs.map(({words}) => words)).toEqual([]);
	const backup = join(folder, 'backup.tar');
	const made = await runProgram(['backup', '--output', backup, '--data', dataDir]);
	expect(made.stderr).toBe('');

	// While it runs, the logs of the database are there too.
	const people = [...readTree(join(folder, 'alice')), ...readTree(join(folder, 'bob'))];
	const kept = readTree(dataDir);
	expect(kept.map(({path}) => path).join()).toContain('-wal');
	expectPrivate([...kept, ...people]);
	expect(statSync(backup).mode & 0o077).toBe(0);
	const passwords = {password, newPassword, guess};
	const [registering = '', joining = ''] = codes;
	const shown = {adminCode, registering, joining, 'wrong-secret-code': 'wrong-secret-code'};
	expect(Object.values(shown).every(code => code.length > 10)).toBe(true);
	expectWithout(kept, {...passwords, ...shown});
	expectWithout([{path: backup, mode: 0, bytes: readFileSync(backup)}], {
		...passwords,
		...shown,
		recalled,
	});
	expectWithout(people, {...passwords, ...shown, recalled});

	// Each token is with its device alone.
	const tokens = people
		.filter(({path}) => path.endsWith('chat.db'))
		.map(({path}) =>
			new Database(path, {readonly: true}).prepare('SELECT token FROM account').pluck().get(),
		);
	expect(tokens.map(token => String(token).length)).toEqual([43, 43]);
	expectWithout(kept, Object.fromEntries(tokens.map(token => [`a token`, String(token)])));

	await server.kill();
	// The log of the database, which is emptied now and then, has no older pages any more.
	expectWithout(readTree(dataDir), {recalled});
	const log = server.output().slice(welcome.length);
	expect(log).toContain('log-in refused');
	const texts = {
		...passwords,
		...shown,
		said,
		recalled,
		file: 'the plan of the file',
		plan: 'plan.txt',
	};
	for (const [what, text] of Object.entries(texts)) {
		expect(log.includes(text), `${what} in the log`).toBe(false);
	}

	for (const [what, text] of Object.entries({...passwords, adminCode})) {
		expect(output.includes(text), `${what} in what commands print`).toBe(false);
	}

	const again = await spawnServer({dataDir, port, args});
	expect(again.output()).not.toContain('Admin code');
	await again.kill();
	expect(again.output()).not.toContain(adminCode);
}, 300_000);
