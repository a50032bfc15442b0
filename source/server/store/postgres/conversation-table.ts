/** Conversations in PostgreSQL. */
import type {ConversationKind, GroupSettings} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultGroupSettings} from '../../defaults.ts';
import {nameSkeleton} from '../../name-skeleton.ts';
import type {ConversationTable} from '../conversation-ports.ts';
import type {ConversationRow} from '../rows.ts';
import {type Session, type Statement, statement, type Value} from './session.ts';

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

const find = (condition: string): Statement =>
	statement(`SELECT ${conversationColumns} FROM conversation WHERE ${condition}`);

const set = (assignment: string): Statement =>
	statement(`UPDATE conversation SET ${assignment} WHERE log = $1`);

const sql = {
	add: statement(`WITH added AS (INSERT INTO log DEFAULT VALUES RETURNING id)
		INSERT INTO conversation (log, kind, name, name_key, skeleton, settings, direct_key, created_at)
		SELECT id, $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::bigint FROM added RETURNING log`),
	get: find('log = $1'),
	findByName: find(`name_key = $1 OR (skeleton = $2 AND name_key IS NOT NULL)
		ORDER BY name_key <> $1, log LIMIT 1`),
	findDirect: find('direct_key = $1'),
	freeName: set('name_key = NULL, direct_key = NULL'),
	setSettings: set('settings = $2'),
	setPicture: set('picture = $2'),
	setRetention: set('retention_ms = $2, retention_at = $3'),
	listPublic: statement(`SELECT ${conversationColumns} FROM (SELECT log FROM conversation
			WHERE name_key IS NOT NULL AND is_public AND name_key > $1
			AND (strpos(name_key, $2) > 0 OR strpos(title_key, $3) > 0)
			ORDER BY name_key LIMIT $4) AS found
		JOIN conversation ON conversation.log = found.log ORDER BY name_key`),
};

/** A piece of a text as it stands within JSON. */
const toJsonPiece = (text: string): string => JSON.stringify(text).slice(1, -1);

export const conversationTable = (session: Session): ConversationTable => {
	const findOne = async (query: Statement, ...values: Value[]) => {
		const row = await session.first<ConversationColumns>(query, ...values);
		return row && toConversation(row);
	};
	const change = async (query: Statement, log: number, ...values: Value[]): Promise<void> => {
		await session.write(query, log, ...values);
	};

	return {
		async add({kind, name, settings, directKey}) {
			const row = await session.writeFirst<{log: number}>(
				sql.add,
				kind,
				name ?? null,
				name === undefined ? null : nameKey(name),
				name === undefined ? null : nameSkeleton(name),
				settings === undefined ? null : JSON.stringify(settings),
				directKey ?? null,
				Date.now(),
			);
			if (row === undefined) {
				throw new Error('PostgreSQL did not tell the number of a new log.');
			}

			return row.log;
		},
		get: log => findOne(sql.get, log),
		findByName: name => findOne(sql.findByName, nameKey(name), nameSkeleton(name)),
		findDirect: directKey => findOne(sql.findDirect, directKey),
		freeName: log => change(sql.freeName, log),
		setSettings: (log, settings) => change(sql.setSettings, log, JSON.stringify(settings)),
		setRetention: (log, {ms, setAt}) => change(sql.setRetention, log, ms, setAt),
		setPicture: (log, picture) => change(sql.setPicture, log, picture ?? null),
		async listPublic({after, query, limit}) {
			const key = nameKey(query);
			const rows = await session.all<ConversationColumns>(
				sql.listPublic,
				nameKey(after),
				key,
				toJsonPiece(key),
				limit,
			);
			return rows.map(toConversation);
		},
	};
};
