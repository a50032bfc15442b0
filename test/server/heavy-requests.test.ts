/** Requests that would cost the server much, and what bounds them. */
import Database from 'better-sqlite3';
import {expect, test} from 'vitest';
import type {CommandReply} from '../../source/protocol/commands.ts';
import type {Conversation} from '../../source/protocol/entities.ts';
import {findMentions} from '../../source/server/mentions.ts';
import type {Transaction} from '../../source/server/store/store.ts';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {resumeAs, signUp, type WireAccount, type WireClient} from '../helpers/wire-client.ts';

/** Members who are asked for by name, and how often. */
const rollCall = (...names: readonly string[]) => {
	const asked: string[] = [];
	const findByName = (_log: number, name: string) => {
		asked.push(name);
		const id = names.indexOf(name) + 1;
		return id === 0 ? undefined : {id, name};
	};
	return {asked, transaction: {members: {findByName}} as unknown as Transaction};
};

test('a text full of names costs no more than a hundred looks', async () => {
	const {asked, transaction} = rollCall('n7');
	const names = Array.from({length: 3_000}, (_, index) => `@n${index}`);
	expect(await findMentions(transaction, 1, names.join(' '))).toEqual([1]);
	expect(asked.length).toBeLessThanOrEqual(100);
});

test('a name that is repeated is looked for once, and hides no other', async () => {
	const {asked, transaction} = rollCall('bob', 'carol');
	const text = `${'@bob @Bob @nobody '.repeat(800)}@carol`;
	expect(await findMentions(transaction, 1, text)).toEqual([1, 2]);
	expect(asked).toEqual(['bob', 'nobody', 'carol']);
});

test('one account searches only so often, over all its connections', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const twin = await resumeAs(server, ada);
	const search = (client: WireClient) => [
		...Array.from({length: 30}, () => client.codeOf('list-people', {query: 'zz'})),
		...Array.from({length: 30}, () => client.codeOf('list-groups', {query: 'zz'})),
	];
	expect(await Promise.all([ada, twin].flatMap(search))).toContain('rate-limited');
	expect(await ada.codeOf('list-people', {})).toBe('done');
	expect(await ada.codeOf('list-groups', {})).toBe('done');
	expect(await bob.codeOf('list-people', {query: 'zz'})).toBe('done');
});

/** Groups of ada with so many messages of bob that she has not read. */
const addUnread = (
	{dataDir}: TestServer,
	[ada, bob]: readonly [WireAccount, WireAccount],
	{groups, messages}: {groups: number; messages: number},
): void => {
	const database = new Database(`${dataDir}/server.db`);
	const insert = (sql: string) => database.prepare(sql);
	const addLog = insert('INSERT INTO log DEFAULT VALUES');
	const addGroup = insert(
		"INSERT INTO conversation (log, kind, settings, created_at, member_count) VALUES (?, 'group', '{}', 1, 2)",
	);
	const addMember = insert(
		"INSERT INTO member (log, account, role, joined_seq, read_seq) VALUES (?, ?, 'member', 0, 0)",
	);
	const addEntry = insert(
		"INSERT INTO entry (log, seq, kind, sender, at, content) VALUES (?, ?, 'message-sent', ?, 1, ?)",
	);
	const content = JSON.stringify({text: 'hello', mentions: [ada.session.account.id]});
	database.transaction(() => {
		for (let group = 0; group < groups; group += 1) {
			const log = addLog.run().lastInsertRowid;
			addGroup.run(log);
			addMember.run(log, ada.session.account.id);
			for (let seq = 1; seq <= messages; seq += 1) {
				addEntry.run(log, seq, bob.session.account.id, content);
			}
		}
	})();
	database.close();
};

test('much that is unread comes in short pages, whole and once', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	addUnread(server, [ada, bob], {groups: 8, messages: 4_100});
	const groups: Conversation[] = [];
	let page: CommandReply<'list-conversations'> | undefined;
	while (page === undefined || page.more) {
		const after = page?.conversations.at(-1)?.id;
		page = await ada.request('list-conversations', after === undefined ? {} : {after});
		expect(page.conversations.length).toBeLessThan(8);
		groups.push(...page.conversations.filter(({kind}) => kind === 'group'));
	}

	expect(new Set(groups.map(({id}) => id)).size).toBe(8);
	for (const {unread, mentions, unreadFrom} of groups) {
		const account = {id: bob.session.account.id, name: 'bob'};
		expect({unread, mentions}).toEqual({unread: 1_000, mentions: 1_000});
		expect(unreadFrom).toEqual([{account, count: 1_000}]);
	}
});

test('a picture is at least the beginning of one', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const codeOf = (beginning: string, length = 60) => {
		const bytes = Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(length)]);
		return ada.codeOf('set-avatar', {picture: bytes.toString('base64')});
	};
	for (const kind of [
		'\x89PNG\r\n\x1A\n\0\0\0\rIHDR',
		'\xFF\xD8\xFF\xE0',
		'GIF89a',
		'RIFF\x40\0\0\0WEBPVP8 ',
	]) {
		expect(await codeOf(kind), JSON.stringify(kind)).toBe('done');
		expect(await codeOf(kind, 2), JSON.stringify(kind)).toBe('bad-payload');
	}

	for (const other of ['RIFF\x40\0\0\0WAVEfmt ', '\xFF\xD8\xFF', 'GIF8', 'MZ', '<svg>']) {
		expect(await codeOf(other), JSON.stringify(other)).toBe('bad-payload');
	}
});
