/** Two people at two terminals, through one server: what they type and what they see. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {findFreePort, programPath, type ServerProcess, spawnServer} from '../helpers/program.ts';
import {keys, openPty, type Pty} from '../helpers/pty.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {restoredState} from '../helpers/terminal-emulator.ts';
import {
	expectRestored,
	joinServer,
	openScreen,
	say,
	switchTo,
	waitForBorders,
	waitForDraft,
} from './screen-program.ts';

const awkward = '你好 👩‍👩‍👧 é̂ 👍🏽 नमस्ते end';

const serverFolder = mkdtempSync(join(tmpdir(), 'chat-tui-test-'));
let server: ServerProcess;
beforeAll(async () => {
	const port = await findFreePort();
	server = await spawnServer({dataDir: serverFolder, port, args: ['--no-rate-limits']});
});
afterAll(async () => {
	await server.kill();
	rmSync(serverFolder, {recursive: true});
});

const enter = (name: string, size: {columns?: number; rows?: number} = {}) =>
	joinServer(name, {server, dataDir: temporaryFolder(), ...size});

/** Two friends in the conversation that they have with each other. */
const introduce = async (first: string, second: string): Promise<[Pty, Pty]> => {
	const [one, other] = await Promise.all([enter(first), enter(second)]);
	one.send(`/msg @${second} hello ${second}${keys.enter}`);
	await one.waitForText(new RegExp(`hello ${second} +✓`));
	one.send(`/friend @${second}${keys.enter}`);
	await other.waitForText('1 asking');
	other.send(`/accept @${first}${keys.enter}`);
	// Friends see that each other is there.
	await other.waitForText(new RegExp(`● ${first} +1`));
	await one.waitForText(new RegExp(`● ${second} `));
	await switchTo(other, first, first);
	return [one, other];
};

test('two people talk, in every script, and see what was read', async () => {
	const [alice, bob] = await introduce('alice', 'bob');
	await alice.waitForText('hello bob  ✓✓');
	await bob.waitForScreen(({text}) => !/● alice +1/.test(text()), 'nothing unread');
	await say(bob, `to alice ${awkward}`);
	await alice.waitForText(`to alice ${awkward}`);
	await bob.waitForText(`to alice ${awkward}  ✓✓`);
	await say(alice, `to bob ${awkward}`);
	await bob.waitForText(`to bob ${awkward}`);
	await waitForBorders(alice, [0, 23, 24, 119]);
	await waitForBorders(bob, [0, 23, 24, 119]);
});

test('unread messages are counted until somebody looks', async () => {
	const [carol, dave] = await introduce('carol', 'dave');
	await switchTo(dave, 'everyone', '#everyone');
	await say(carol, 'first');
	await say(carol, 'second');
	await dave.waitForText(/● carol +2/);
	expect(carol.screen.text()).not.toContain('second  ✓✓');
	await switchTo(dave, 'carol', 'carol');
	await dave.waitForScreen(({text}) => !/● carol +\d/.test(text()), 'nothing unread');
	await carol.waitForText('second  ✓✓');
});

test('a group is made, filled and talked in', async () => {
	const [erin, frank] = await introduce('erin', 'frank');
	erin.send(`/group create design${keys.enter}`);
	await erin.waitForText('╭ #design · 1 member');
	erin.send(`/invite @frank${keys.enter}`);
	await erin.waitForText('╭ #design · 2 members');
	await erin.waitForText('erin added frank');
	await frank.waitForText('# design');
	await switchTo(frank, 'design', '#design');
	await say(frank, 'a group of two');
	await erin.waitForText(/frank +a group of two/);
	await say(erin, 'so it is');
	await frank.waitForText(/erin +so it is/);
});

test('borders and cursor hold at every size', async () => {
	const [grace, heidi] = await introduce('grace', 'heidi');
	for (const line of [awkward, `${awkward} `.repeat(6).trim(), '字'.repeat(70), 'plain']) {
		heidi.send(`${line}${keys.enter}`);
	}

	await grace.waitForText(/\d plain|\d +plain/);
	grace.send('mine 字👩‍👩‍👧é');
	for (const [columns, rows, borders] of [
		[120, 40, [0, 23, 24, 119]],
		[60, 20, [0, 59]],
		[200, 50, [0, 33, 34, 169, 170, 199]],
		[40, 12, [0, 39]],
	] as const) {
		grace.resize(columns, rows);
		await waitForBorders(grace, borders);
		await waitForDraft(grace, 'mine 字👩‍👩‍👧é');
		await grace.waitForText('● online');
	}
});

test('pages lead through more than a screenful, and back', async () => {
	const [ivan] = await introduce('ivan', 'judy');
	for (let number = 1; number <= 60; number++) {
		ivan.send(`line ${number} of sixty${keys.enter}`);
	}

	await ivan.waitForText('line 60 of sixty  ✓');
	expect(ivan.screen.text()).not.toContain('line 20 of');
	ivan.send(keys.pageUp);
	await ivan.waitForText('line 20 of sixty');
	expect(ivan.screen.text()).not.toContain('line 60 of');
	ivan.send(keys.pageUp);
	await ivan.waitForText('hello judy');
	await waitForBorders(ivan, [0, 23, 24, 119]);
	ivan.send(`${keys.pageDown}${keys.pageDown}`);
	await ivan.waitForText('line 60 of sixty');
});

test('help covers the chat and gives it back', async () => {
	const mallory = await enter('mallory');
	mallory.send('half a sentence');
	await waitForDraft(mallory, 'half a sentence');
	mallory.send(keys.f1);
	await mallory.waitForText('╭ Help');
	expect(mallory.screen.cursor().isVisible).toBe(false);
	mallory.send(keys.escape);
	await mallory.waitForScreen(({text}) => !text().includes('╭ Help'), 'no help');
	await waitForDraft(mallory, 'half a sentence');
});

test('leaves the terminal as it was when somebody quits', async () => {
	const niaj = await enter('niaj');
	expect(niaj.screen.state()).toMatchObject({
		isAlternateScreen: true,
		isBracketedPaste: true,
		mouse: 'drag',
	});
	niaj.send(keys.ctrl('q'));
	await expectRestored(niaj, 0);
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('leaves the terminal as it was after %s', async (signal, status) => {
	const olivia = await enter(`olivia-${signal.toLowerCase()}`);
	process.kill(olivia.programPid(), signal);
	await expectRestored(olivia, status);
});

test('Ctrl-Z gives the terminal to the shell, and fg takes it back', async () => {
	const script = 'set -m; "$@"; echo "shell has it"; read line; fg; echo "fg ended"';
	const command = [process.execPath, programPath, '--data', temporaryFolder()];
	const pty = openPty(['sh', '-c', script, 'sh', ...command]);
	onTestFinished(() => pty.close());
	await pty.waitForText('Start a server');
	pty.send(keys.ctrl('z'));
	await pty.waitForText('shell has it');
	expect(pty.screen.state()).toEqual(restoredState);
	pty.send(keys.enter);
	await pty.waitForText('Start a server');
	expect(pty.screen.state()).toMatchObject({isAlternateScreen: true});
	pty.send(keys.ctrl('q'));
	await pty.waitForText('fg ended');
	expect(pty.screen.state()).toEqual(restoredState);
});

test('the keys of a person are in force, and what is wrong with them is told', async () => {
	const dataDir = temporaryFolder();
	const keysFile = join(dataDir, 'keys.json');
	writeFileSync(keysFile, '{"open-help": "ctrl+g", "open-hepl": "f9"}');
	const person = await joinServer('peggy', {server, dataDir});
	person.send(keys.ctrl('g'));
	await person.waitForText('╭ Help');
	await person.waitForText('Ctrl-G');
	person.send(keys.escape);
	writeFileSync(keysFile, 'no keys');
	const refused = openScreen({dataDir});
	await refused.waitForText('are not as in');
	await refused.waitForText('status 1');
});
