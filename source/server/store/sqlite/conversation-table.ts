/** Conversations in SQLite. */
import type {Database} from 'better-sqlite3';
import type {ConversationKind, GroupSettings} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultGroupSettings} from '../../defaults.ts';
import {nameSkeleton} from '../../name-skeleton.ts';
import type {ConversationTable} from '../conversation-ports.ts';
import type {ConversationRow} from '../rows.ts';
import {type Changes, prepareWrite} from './changes.ts';

export type ConversationColumns = {
	log: number;
	kind: ConversationKind;
	name: string | null;
	settings: string | null;
	picture: string | null;
	member_count: number;
	retention_ms: number;
	retention_at: number;
	trimmed_seq: number;
};

export const conversationColumns = `conversation.log, conversation.kind, conversation.name, settings, picture,
	member_count, retention_ms, retention_at, trimmed_seq`;

/** Groups of an older program lack what came later. */
export const toSettings = (json: string | null): GroupSettings | undefined =>
	json === null
		? undefined
		: {...defaultGroupSettings, ...(JSON.parse(json) as Partial<GroupSettings>)};

export const toConversation = (row: ConversationColumns): ConversationRow => ({
	log: row.log,
	kind: row.kind,
	name: row.name ?? undefined,
	settings: toSettings(row.settings),
	picture: row.picture ?? undefined,
	memberCount: row.member_count,
	retention: {ms: row.retention_ms, setAt: row.retention_at},
	trimmedSeq: row.trimmed_seq,
});

export const conversationTable = (database: Database, changes: Changes): ConversationTable => {
	const addLog = prepareWrite<[]>(database, changes, 'INSERT INTO log DEFAULT VALUES');
	const add = prepareWrite<(string | number | null)[]>(
		database,
		changes,
		`INSERT INTO conversation (log, kind, name, name_key, skeleton, settings, direct_key, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
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
	const findByKey = prepareFind<string>('name_key = ?');
	const findLookAlike = prepareFind<string>('skeleton = ? AND name_key IS NOT NULL');
	const freeName = prepareWrite<[number]>(
		database,
		changes,
		'UPDATE conversation SET name_key = NULL, direct_key = NULL WHERE log = ?',
	);
	const setSettings = prepareWrite<[string, number]>(
		database,
		changes,
		'UPDATE conversation SET settings = ? WHERE log = ?',
	);
	const setPicture = prepareWrite<[string | null, number]>(
		database,
		changes,
		'UPDATE conversation SET picture = ? WHERE log = ?',
	);
	const setRetention = prepareWrite<[number, number, number]>(
		database,
		changes,
		'UPDATE conversation SET retention_ms = ?, retention_at = ? WHERE log = ?',
	);
	const listPublic = database.prepare<
		{after: string; query: string; limit: number},
		ConversationColumns
	>(
		`SELECT ${conversationColumns} FROM conversation
		WHERE name_key > @after AND kind = 'group'
		AND coalesce(json_extract(settings, '$.visibility'), 'public') = 'public'
		AND (instr(name_key, @query) > 0
			OR instr(lower(coalesce(json_extract(settings, '$.title'), '')), @query) > 0)
		ORDER BY name_key LIMIT @limit`,
	);

	return {
		add({kind, name, settings, directKey}) {
			const log = Number(addLog().lastInsertRowid);
			const key = name === undefined ? null : nameKey(name);
			const json = settings === undefined ? null : JSON.stringify(settings);
			const skeleton = name === undefined ? null : nameSkeleton(name);
			add(log, kind, name ?? null, key, skeleton, json, directKey ?? null, Date.now());
			return log;
		},
		get: prepareFind<number>('log = ?'),
		findByName: name => findByKey(nameKey(name)) ?? findLookAlike(nameSkeleton(name)),
		findDirect: prepareFind<string>('direct_key = ?'),
		freeName: log => void freeName(log),
		setSettings(log, settings) {
			setSettings(JSON.stringify(settings), log);
			changes.writers.forget(log);
		},
		setRetention: (log, {ms, setAt}) => void setRetention(ms, setAt, log),
		setPicture: (log, picture) => void setPicture(picture ?? null, log),
		listPublic: ({after, query, limit}) =>
			listPublic.all({after: nameKey(after), query: nameKey(query), limit}).map(toConversation),
	};
};
