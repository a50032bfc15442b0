/** Reading, refusing and completing slash commands; what they do is shown with a server. */
import {expect, test} from 'vitest';
import {openAccount} from '../../../source/client/accounts.ts';
import type {Client} from '../../../source/client/client-api.ts';
import {plainLine} from '../../../source/client/plain-line.ts';
import {slashAreas, slashCommands} from '../../../source/client/slash-commands/command-table.ts';
import {completeInput} from '../../../source/client/slash-commands/complete-input.ts';
import {editDistance} from '../../../source/client/slash-commands/nearest-name.ts';
import {parseArguments} from '../../../source/client/slash-commands/parse-input.ts';
import {
	isSlashInput,
	messageTextOf,
	runSlashCommand,
} from '../../../source/client/slash-commands/run-slash-command.ts';
import {
	bob,
	carol,
	makeLocalAccount,
	nowhere,
	openLocalReplica,
	tell,
	told,
} from '../../helpers/local-account.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** Knows bob, carol, a conversation with carol, and the group ops. */
const offlineClient = (): Client => {
	const dataDir = temporaryFolder();
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	replica.change(draft => draft.putPerson(bob));
	tell(
		replica,
		told({head: 1}),
		told({id: 11, kind: 'direct', peers: [carol], memberCount: 2, head: 1}),
	);
	replica.database.close();
	return openAccount(dataDir, {name: 'alice', server: nowhere});
};

const argumentsOf = (name: string, rest: string): string[] => {
	const command = slashCommands[name];
	if (command === undefined) {
		throw new Error(`there is no /${name}`);
	}

	return parseArguments(name, command, rest);
};

test('one slash begins a command, two a message', () => {
	expect(['/help', '//help', 'help', ' /help', '/'].map(isSlashInput)).toEqual([
		true,
		false,
		false,
		false,
		true,
	]);
	expect(['//etc', 'a//b', 'plain'].map(messageTextOf)).toEqual(['/etc', 'a//b', 'plain']);
});

test('text is kept as it was written; quotes hold words together', () => {
	expect(argumentsOf('msg', '@bob  two  spaces "and quotes"\nand lines')).toEqual([
		'@bob',
		'two  spaces "and quotes"\nand lines',
	]);
	expect(argumentsOf('group create', '"the ops" @bob @carol')).toEqual([
		'the ops',
		'@bob',
		'@carol',
	]);
});

test.each([
	['/msg', 'Something is missing. Usage: /msg TARGET TEXT'],
	['/msg @bob', 'Something is missing. Usage: /msg TARGET TEXT'],
	['/quit now', 'That is too much. Usage: /quit'],
	['/avatar a b.png', 'That is too much. Usage: /avatar [FILE]. Put what has blanks in "…"'],
	['/group muet x', 'There is no command /group muet. Did you mean /group mute?'],
	['/group', 'What about the group? "/help group" tells what can be done.'],
	['/group #ops mute', 'There is no command /group #ops. "/help" lists them all.'],
	['/reply ^ hello', 'Which conversation? Open one, or put "--in TARGET" first.'],
	['/react --in #none ^ 👍', 'You are in no group #none.'],
	['/msg @bob,#ops hello', 'Name several people, as @bob,@carol, or one group.'],
	['/receipts maybe', '"maybe" is unknown here. Usage: /receipts [on|off]'],
	['/group create "x', 'A quotation mark is not closed.'],
	['/jion #ops', 'There is no command /jion. Did you mean /join?'],
	['/mem', 'There is no command /mem. Did you mean /members?'],
	['/xyzzy', 'There is no command /xyzzy. "/help" lists them all.'],
	['/constructor', 'There is no command /constructor. "/help" lists them all.'],
	['/help nothing', 'There is no command /nothing.'],
	['/leave', 'Which conversation? Open it, or name it: #group or @bob,@carol.'],
	['/leave #none', 'You are in no group #none.'],
	['/devices revoke x', 'Which device? "/devices" lists their numbers.'],
	['/invite-code many', 'How many people may use the code? Give a number, such as 5, up to 10000.'],
	['/msg bob hello', '"bob" is neither @name nor #group.'],
	['/join #x', 'There is no connection to 127.0.0.1:1 now.'],
])('%s is refused in words', async (input, message) => {
	const client = offlineClient();
	await expect(runSlashCommand(client, input)).rejects.toThrow(message);
	await client.stop();
});

test('a message without a connection is queued, and said to be', async () => {
	const client = offlineClient();
	const result = await runSlashCommand(client, '/msg @carol see you');
	expect(result).toMatchObject({openConversation: 11, objects: [{delivery: 'queued'}]});
	expect(client.getState().queued).toBe(1);
	await client.stop();
});

test('help lists every command, for people and for programs', async () => {
	const client = offlineClient();
	const {lines, objects} = await runSlashCommand(client, '/help');
	expect(lines.slice(0, 2)).toEqual([
		'Messages',
		'/msg TARGET TEXT  Send a message to @name, to several people as @a,@b, or to #group.',
	]);
	expect(lines).toHaveLength(Object.keys(slashCommands).length + slashAreas.length);
	expect(objects).toHaveLength(Object.keys(slashCommands).length);
	expect((await runSlashCommand(client, '/help group mute')).lines).toHaveLength(1);
	expect((await runSlashCommand(client, '/help group')).lines.length).toBeGreaterThan(10);
	expect((await runSlashCommand(client, '/HELP /join')).lines).toEqual([
		'/join #group|CODE  Join a public group by its name, or any group by the code of an invitation.',
	]);
	expect((await runSlashCommand(client, '/quit')).quit).toBe(true);
	await client.stop();
});

test.each([
	['/mem', ['/members ']],
	['/gr', ['/groups ', '/group ']],
	['/msg @bob,@c', ['@bob,@carol ']],
	['/msg @bob,', ['@bob,@carol ']],
	['/react ^ ', ['👍 ', '❤️ ', '😂 ', '🎉 ', '😮 ', '😢 ', '🙏 ', '👀 ', '✅ ', '👎 ']],
	['/react --in #', ['#ops ']],
	['/react --in #ops ^', ['^ ', '^2 ', '^3 ']],
	['/forward ^ #', ['#ops ']],
	['/notify m', ['mentions ']],
	['/mute #ops 1', ['10m ', '1h ', '1d ', '1w ']],
	['/msg @', ['@bob ', '@carol ']],
	['/msg #', ['#ops ']],
	['/msg ', ['@bob ', '@carol ', '#ops ']],
	['/msg @bob hello @c', ['@carol ']],
	['/invite ca', ['@carol ']],
	['/invite @carol #o', ['#ops ']],
	['/group p', ['public ', 'private ', 'picture ']],
	['/group mute ca', ['@carol ']],
	['/group allow ', ['post ', 'invite ', 'pin ']],
	['/group create x @b', ['@bob ']],
	['/devices r', ['revoke ']],
	['/help inv', ['invite ', 'invite-code ']],
	['hello @CA', ['@carol ']],
	['bo', ['@bob ']],
	['see #op', ['#ops ']],
])('Tab after "%s" offers %j', async (text, expected) => {
	const client = offlineClient();
	const completion = completeInput(client, {text, cursor: text.length});
	expect(completion?.candidates.map(candidate => candidate.text)).toEqual(expected);
	await client.stop();
});

test('Tab offers the peer of the open conversation first, and nothing where nothing fits', async () => {
	const client = offlineClient();
	const offered = (text: string, conversation: number) =>
		completeInput(client, {text, cursor: text.length, conversation});
	expect(offered('@', 11)?.candidates[0]?.text).toBe('@carol ');
	expect(offered('', 11)).toBeUndefined();
	expect(offered('/quit ', 11)).toBeUndefined();
	expect(completeInput(client, {text: 'hi @b there', cursor: 5})).toMatchObject({start: 3, end: 6});
	await client.stop();
});

test('lines for people carry no control characters', () => {
	expect(plainLine('a\u001b[31mb\u0007\u202ec\n')).toBe('a[31mbc');
});

test('the distance counts letters added, dropped, changed and swapped', () => {
	expect([
		editDistance('join', 'join'),
		editDistance('jion', 'join'),
		editDistance('joi', 'join'),
		editDistance('', 'abc'),
		editDistance('kitten', 'sitting'),
	]).toEqual([0, 1, 1, 3, 3]);
});
