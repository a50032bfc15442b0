/** The statements that every message or page runs find their rows by an index. */
import {expect, onTestFinished, test} from 'vitest';
import {accountTable} from '../../../../source/server/store/sqlite/account-table.ts';
import {conversationTable} from '../../../../source/server/store/sqlite/conversation-table.ts';
import {deviceTable} from '../../../../source/server/store/sqlite/device-table.ts';
import {entryTable, HeadMemory} from '../../../../source/server/store/sqlite/entry-table.ts';
import {memberTable} from '../../../../source/server/store/sqlite/member-table.ts';
import {messageTable} from '../../../../source/server/store/sqlite/message-table.ts';
import {auditTable, banTable} from '../../../../source/server/store/sqlite/moderation-tables.ts';
import {openDatabase} from '../../../../source/server/store/sqlite/open-database.ts';
import {pictureTable} from '../../../../source/server/store/sqlite/picture-table.ts';
import {relationTable} from '../../../../source/server/store/sqlite/relation-table.ts';
import {retentionTable} from '../../../../source/server/store/sqlite/retention-table.ts';
import {
	invitationTable,
	settingTable,
} from '../../../../source/server/store/sqlite/small-tables.ts';
import {WriterMemory} from '../../../../source/server/store/sqlite/writer-memory.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

test('no statement of the server reads a table from end to end', () => {
	const database = openDatabase(`${temporaryFolder()}/server.db`);
	onTestFinished(() => void database.close());
	const statements: string[] = [];
	const prepare = database.prepare.bind(database);
	database.prepare = ((sql: string) => {
		statements.push(sql);
		return prepare(sql);
	}) as typeof database.prepare;
	const changes = {writes: 0, effects: [], writers: new WriterMemory()};
	accountTable(database, changes);
	conversationTable(database, changes);
	deviceTable(database, changes);
	entryTable(database, changes, new HeadMemory(database));
	memberTable(database, changes);
	messageTable(database, changes);
	relationTable(database, changes);
	pictureTable(database, changes);
	banTable(database, changes);
	auditTable(database, changes);
	invitationTable(database, changes);
	settingTable(database, changes);
	retentionTable(database, changes);
	expect(statements.length).toBeGreaterThan(30);
	for (const sql of statements) {
		const plan = prepare<[], {detail: string}>(
			`EXPLAIN QUERY PLAN ${sql.replace(/\?|@\w+/g, 'NULL')}`,
		).all();
		const scans = plan.filter(
			({detail}) =>
				/\bSCAN\b/.test(detail) && !/SCAN (?:json_each|latest|unread|\(subquery)/.test(detail),
		);
		expect(scans, sql).toEqual([]);
		if (sql.includes('instr(name_key')) {
			const index = /account_search|conversation_public/;
			expect(plan.map(({detail}) => detail).join(), sql).toMatch(index);
		}
	}
});
