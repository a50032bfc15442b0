/** A server that means harm puts what steers a terminal into every text; nothing of it gets there, with a screen or without. */
import {expect, test} from 'vitest';
import {type HostileProxy, poisonLeft, startHostileProxy} from '../helpers/hostile-proxy.ts';
import {runProgram} from '../helpers/program.ts';
import {keys, openPty, type Pty} from '../helpers/pty.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {password, signUp, type WireAccount} from '../helpers/wire-client.ts';
import {describe as describeFile, makeBytes, upload} from '../helpers/wire-files.ts';
import {openScreen} from './screen-program.ts';

/** Everything of the program's own: whole CSI, OSC, DCS and APC sequences, and the escapes of two bytes. */
const ownSequences =
	/\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]/g;

const expectClean = (output: string): void => {
	const found = poisonLeft.exec(output);
	const around =
		found === null ? '' : output.slice(Math.max(0, found.index - 80), found.index + 40);
	expect(around, JSON.stringify(around)).toBe('');
	expect(output.replaceAll(ownSequences, '')).not.toContain('\x1b');
};

/** People who have said and done all that can be shown. */
const furnish = async () => {
	const server = await startTestServer();
	const bob = await signUp(server, 'bob');
	await signUp(server, 'mallory');
	await bob.request('claim-admin', {code: server.server.adminCode ?? ''});
	await bob.request('set-profile', {nickname: 'Bobby', signature: 'builds', status: 'busy'});
	const alice = await signUp(server, 'alice');
	await bob.request('set-admin', {name: 'alice', isAdmin: true});
	const {conversation: team} = await alice.request('create-group', {
		name: 'team',
		title: 'The team',
		members: ['bob', 'mallory'],
		settings: {topic: 'tea'},
	});
	const direct = await bob.request('open-direct', {members: ['alice']});
	const say = (client: WireAccount, conversation: number, text: string, more: object = {}) =>
		client.request('send-message', {conversation, id: crypto.randomUUID(), text, ...more});
	const {seq} = await say(bob, team.id, 'hello *alice* https://example.org/x');
	const place = {conversation: team.id, seq};
	await say(bob, team.id, 'see above', {replyTo: seq});
	await say(bob, team.id, 'waves', {isAction: true});
	await say(bob, direct.conversation.id, 'hello *alice* https://example.org/x', {forwards: place});
	await bob.request('edit-message', {...place, text: 'hello @alice ```code```'});
	await bob.request('react-to-message', {...place, emoji: '👍', isOn: true});
	await alice.request('pin-message', {...place, isOn: true});
	const bytes = makeBytes(60);
	await upload(bob, bytes);
	await say(bob, team.id, 'a plan', {file: describeFile(bytes)});
	const mallorys = {conversation: team.id, name: 'mallory', reason: 'spam'};
	await alice.request('mute-member', mallorys);
	await alice.request('ban-member', mallorys);
	await alice.request('change-group', {conversation: team.id, topic: 'coffee', title: 'A team'});
	await alice.request('ban-talk', {name: 'mallory', reason: 'spam'});
	await alice.request('ban', {target: '10.0.0.0/8', reason: 'flood'});
	await bob.request('request-friend', {name: 'alice'});
	return {server, bob, team};
};

/** Slash commands that show something of the server's. */
const reports = [
	'/who',
	'/whois @bob',
	'/search bob',
	'/friends',
	'/groups',
	'/members #team',
	'/devices',
	'/bans',
	'/audit',
	'/stats',
	'/server',
	'/keywords',
	'/invite-code',
	'/reflect hello',
	'/transfers',
	'/dnd',
	'/help',
	'/topic --in #team',
	'/pins --in #team',
	'/files --in #team',
	'/versions --in #team ^4',
	'/group bans --in #team',
	'/group link --in #team',
	'/kick @nobody',
	'/whois @nobody',
	'/edit --in #team ^ never mine',
] as const;

const logIn = async (proxy: HostileProxy) => {
	const data = temporaryFolder();
	const words = ['login', proxy.address, '--name', 'alice', '--insecure', '--data', data];
	const result = await runProgram(words, {env: {CHAT_TUI_PASSWORD: password}});
	expect(result).toMatchObject({exitCode: 0});
	expectClean(result.stdout + result.stderr);
	return data;
};

test('nothing that it says reaches a terminal without a screen', async () => {
	const {server} = await furnish();
	for (const hasNames of [false, true]) {
		const proxy = await startHostileProxy(server.port, {hasNames});
		const data = await logIn(proxy);
		const run = async (...words: readonly string[]) => {
			const {stdout, stderr} = await runProgram([...words, '--insecure', '--data', data]);
			expectClean(stdout + stderr);
			return stdout + stderr;
		};
		const said: string[] = [];
		for (const report of hasNames ? reports.slice(0, 8) : reports) {
			const isJson = said.length % 2 === (hasNames ? 0 : 1);
			said.push(await run('run', report, ...(isJson ? ['--json'] : [])));
		}

		if (!hasNames) {
			said.push(await run('read', '#team'), await run('read', '#team', '--json'));
			said.push(await run('read', '@bob'), await run('send', '@mallory', 'hi'));
			said.push(await run('get', '#team', '^', '-o', temporaryFolder()));
		}

		const all = said.join('');
		for (const words of hasNames
			? ['bob', 'Bobby']
			: ['Bobby', 'coffee', 'hello @alice', 'flood']) {
			expect(all).toContain(words);
		}

		const poisoned = [...proxy.fields].join('\n');
		for (const field of hasNames
			? [
					'list-devices devices.name',
					'hello server.name',
					'list-people people.name',
					'list-members members.account.name',
				]
			: [
					'get-person person.nickname',
					'list-bans bans.reason',
					'list-audit records.detail',
					'list-audit records.act',
					'create-invitation code',
					'create-group-invitation code',
					'kick-account error.message',
					'fetch-entries entries.content.text',
					'fetch-entries entries.content.emoji',
					'fetch-entries entries.content.topic',
					'fetch-entries entries.content.reason',
					'list-groups groups.title',
					'list-conversations conversations.settings.topic',
				]) {
			expect(poisoned).toContain(field);
		}
	}
}, 300_000);

/** Escape as the kitty protocol tells it: whatever follows, it is no Alt. */
const closeKey = '\x1b[27u';

/** What shows more than a line, and so has a dialog of its own. */
const dialogs = ['/who', '/friends', '/audit', '/whois @bob', '/members #team'] as const;

const open = async (person: Pty, words: string): Promise<void> => {
	person.send(`${words}${keys.enter}`);
	await person.waitForText(`╭ ${words}`);
	person.send(closeKey);
	await person.waitForScreen(({text}) => !text().includes(`╭ ${words}`), `the end of ${words}`);
};

test('nothing that it says reaches the terminal through the screen', async () => {
	const {server, bob, team} = await furnish();
	for (const hasNames of [false, true]) {
		const proxy = await startHostileProxy(server.port, {hasNames});
		const data = await logIn(proxy);
		const person = openScreen({words: ['connect', proxy.address, '--insecure'], dataDir: data});
		await person.waitForText(/alice.*online/);
		for (const words of hasNames ? dialogs.slice(0, 3) : dialogs) {
			await open(person, words);
		}

		person.send(`${keys.ctrl('k')}team`);
		await person.waitForText('╭ Go to');
		person.send(keys.enter);
		await person.waitForText(/see above/);
		await bob.request('set-typing', {conversation: team.id, typing: true});
		await person.waitForText('typing');
		const send = (text: string) =>
			bob.request('send-message', {conversation: team.id, id: crypto.randomUUID(), text});
		await send('@alice ring');
		await person.waitForText('ring');
		await bob.request('set-profile', {status: hasNames ? 'out' : 'away', nickname: 'Rob'});
		await bob.request('shut-down', {inMs: 3_600_000, reason: 'a new disk'});
		await person.waitForText('a new disk');
		await bob.request('shut-down', {isCancelled: true});
		await bob.request('set-admin', {name: 'alice', isAdmin: false});
		await bob.request('kick-account', {name: 'alice', reason: 'enough'});
		await person.waitForText('enough');
		await bob.request('set-admin', {name: 'alice', isAdmin: true});
		expectClean(person.output());
		const poisoned = [...proxy.fields].join('\n');
		for (const field of ['shutdown-announced reason', 'session-kicked reason', 'content.text']) {
			expect(poisoned).toContain(field);
		}
	}
}, 300_000);

test('the check itself finds what leaks', async () => {
	const pty = openPty(['printf', 'a\\033[7777mb']);
	await pty.waitForExit();
	expect(() => expectClean(pty.output())).toThrow();
	pty.close();
	for (const leak of ['\x1b[7777m', '\u009b1m', '\u202e', '\u{e0041}', '\x1b']) {
		expect(() => expectClean(`before ${leak}`)).toThrow();
	}
});
