/** A database of the first schema, with what people had in it, is opened by this program. */
import Database from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import {firstSchema} from '../../../../source/server/store/sqlite/migrations/0001-first-schema.ts';
import {openSqliteStore} from '../../../../source/server/store/sqlite/sqlite-store.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

const fill = (folder: string): void => {
	const database = new Database(`${folder}/server.db`);
	database.exec(firstSchema);
	database.exec(`
		INSERT INTO setting VALUES ('epoch', 'first');
		INSERT INTO log (id) VALUES (1), (2), (3);
		INSERT INTO account (id, name, name_key, log, password_hash, is_admin, created_at)
			VALUES (1, 'Ada', 'ada', 1, 'hash', 1, 1), (2, 'bob', 'bob', 2, 'hash', 0, 1);
		INSERT INTO conversation (log, kind, name, name_key, title, member_count, created_at)
			VALUES (3, 'group', 'team', 'team', 'The team', 2, 1);
		INSERT INTO member VALUES (3, 1, 'owner', 0, 2), (3, 2, 'member', 0, 0);
		INSERT INTO entry VALUES
			(3, 1, 'conversation-created', 1, NULL, 1, '{"name":"team"}'),
			(3, 2, 'message-sent', 1, 'an id', 2, '{"text":"hi @bob","mentions":[2]}');
		INSERT INTO mention VALUES (2, 3, 2);
		INSERT INTO invitation VALUES (x'00', 1, 9e15);
	`);
	database.pragma('user_version = 1');
	database.close();
};

test('keeps accounts, groups and messages, and gives them what is new', async () => {
	const folder = temporaryFolder();
	fill(folder);
	const store = await openSqliteStore({folder, onCommitted: () => undefined});
	onTestFinished(() => store.close());
	expect(store.epoch).toBe('first');
	await store.transact(async transaction => {
		const {accounts, conversations, entries, invitations, members} = transaction;
		expect(await accounts.findByName('ada')).toMatchObject({
			isAdmin: true,
			profile: {},
			presence: 'online',
		});
		expect((await accounts.findLookAlike('аda'))?.name).toBe('Ada');
		expect((await conversations.findByName('tеam'))?.log).toBe(3);
		expect((await conversations.get(3))?.settings).toMatchObject({
			title: 'The team',
			visibility: 'public',
			slowMs: 0,
		});
		expect(await members.getConversation(2, 3)).toMatchObject({
			notifications: {level: 'all'},
			deliveredSeq: 0,
		});
		expect(await members.countConversations(2)).toBe(1);
		expect(await invitations.take(Buffer.of(0), Date.now())).toBe(true);
		expect(await entries.get(3, 2)).toMatchObject({content: {text: 'hi @bob'}});
		expect(await entries.countUnread(3, 2, 0)).toEqual({
			messages: 1,
			mentions: 1,
			senders: [{account: {id: 1, name: 'Ada'}, count: 1}],
		});
	});
});
