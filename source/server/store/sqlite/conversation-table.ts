/** Conversations in SQLite. */
import type {Database} from 'better-sqlite3';
import type {ConversationKind} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import type {ConversationRow} from '../rows.ts';
import type {ConversationTable} from '../store.ts';
import {type Changes, prepareWrite} from './changes.ts';

export type ConversationColumns = {
	log: number;
	kind: ConversationKind;
	name: string | null;
	title: string | null;
	member_count: number;
};

export const conversationColumns = 'conversation.log, kind, conversation.name, title, member_count';

export const toConversation = (row: ConversationColumns): ConversationRow => ({
	log: row.log,
	kind: row.kind,
	name: row.name ?? undefined,
	title: row.title ?? undefined,
	memberCount: row.member_count,
});

export const conversationTable = (database: Database, changes: Changes): ConversationTable => {
	const addLog = prepareWrite<[]>(database, changes, 'INSERT INTO log DEFAULT VALUES');
	const add = prepareWrite<(string | number | null)[]>(
		database,
		changes,
		`INSERT INTO conversation (log, kind, name, name_key, title, direct_key, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
	);
	const prepareFind = <Parameter>(condition: string) => {
		const statement = database.prepare<[Parameter], ConversationColumns>(
			`SELECT ${conversationColumns} FROM conversation WHERE ${condition}`,
		);
		return (parameter: Parameter): ConversationRow | undefined => {
			const row = statement.get(parameter);
			return row && toConversation(row);
		};
	};
	const findByName = prepareFind<string>('name_key = ?');
	const freeName = prepareWrite<[number]>(
		database,
		changes,
		'UPDATE conversation SET name_key = NULL WHERE log = ?',
	);

	return {
		add({kind, name, title, directKey}) {
			const log = Number(addLog().lastInsertRowid);
			const key = name === undefined ? null : nameKey(name);
			add(log, kind, name ?? null, key, title ?? null, directKey ?? null, Date.now());
			return log;
		},
		get: prepareFind<number>('log = ?'),
		findByName: name => findByName(nameKey(name)),
		findDirect: prepareFind<string>('direct_key = ?'),
		freeName: log => void freeName(log),
	};
};
