/** Accounts in PostgreSQL. */
import type {Preferences, Presence, Restriction} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultPreferences} from '../../defaults.ts';
import {nameSkeleton} from '../../name-skeleton.ts';
import type {AccountTable} from '../account-ports.ts';
import type {AccountRow, PersonRow, ProfileFields} from '../rows.ts';
import {lockAccount} from './account-lock.ts';
import {type Session, type Statement, statement, type Value} from './session.ts';

export type PersonColumns = {
	id: number;
	name: string;
	profile: string;
	avatar: string | null;
	is_admin: boolean;
	presence: Presence;
	seen_at: number | null;
};

export type AccountColumns = PersonColumns & {
	log: number;
	is_deleted: boolean;
	talk_ban: string | null;
};

export const personColumns = `account.id, account.name, account.profile, account.avatar,
	account.is_admin, account.presence, account.seen_at`;

export const accountColumns = `${personColumns}, account.log, account.is_deleted, account.talk_ban`;

export const toPersonRow = (row: PersonColumns): PersonRow => ({
	id: row.id,
	name: row.name,
	profile: JSON.parse(row.profile) as ProfileFields,
	avatar: row.avatar ?? undefined,
	isAdmin: row.is_admin,
	presence: row.presence,
	seenAt: row.seen_at ?? undefined,
});

export const toRestriction = (json: string | null): Restriction | undefined =>
	json === null ? undefined : (JSON.parse(json) as Restriction);

export const toAccount = (row: AccountColumns): AccountRow => ({
	...toPersonRow(row),
	log: row.log,
	isDeleted: row.is_deleted,
	talkBan: toRestriction(row.talk_ban),
});

const find = (condition: string): Statement =>
	statement(`SELECT ${accountColumns} FROM account WHERE ${condition}`);

const set = (assignment: string): Statement =>
	statement(`UPDATE account SET ${assignment} WHERE id = $1`);

const sql = {
	get: find('id = $1'),
	findByKey: find('name_key = $1'),
	findBySkeleton: find('skeleton = $1 ORDER BY id LIMIT 1'),
	getPasswordHash: statement('SELECT password_hash FROM account WHERE id = $1'),
	list: statement(`SELECT ${accountColumns} FROM (SELECT id FROM account
			WHERE name_key > $1 AND NOT is_deleted
			AND (strpos(name_key, $2) > 0 OR strpos(nickname_key, $2) > 0)
			ORDER BY name_key LIMIT $3) AS found
		JOIN account ON account.id = found.id ORDER BY name_key`),
	countAdmins: statement('SELECT count(*) AS count FROM account WHERE is_admin'),
	getPreferences: statement('SELECT preferences FROM account WHERE id = $1'),
	add: statement(`WITH added AS (INSERT INTO log DEFAULT VALUES RETURNING id)
		INSERT INTO account (name, name_key, skeleton, log, password_hash, created_at)
		SELECT $1::text, $2::text, $3::text, id, $4::text, $5::bigint FROM added RETURNING id, log`),
	setAdmin: set('is_admin = $2'),
	setSeenAt: set('seen_at = $2'),
	setPasswordHash: set('password_hash = $2'),
	setAvatar: set('avatar = $2'),
	setPresence: set('presence = $2'),
	setPreferences: set('preferences = $2'),
	setTalkBan: set('talk_ban = $2'),
	setProfile: set('profile = $2, nickname_key = $3'),
	remove: set(`is_deleted = true, name = 'deleted-' || id, password_hash = '', profile = '{}',
		nickname_key = '', avatar = NULL, is_admin = false, preferences = '{}'`),
};

const accountReads = (session: Session) => {
	const findOne = async (query: Statement, value: Value): Promise<AccountRow | undefined> => {
		const row = await session.first<AccountColumns>(query, value);
		return row && toAccount(row);
	};

	return {
		get: id => findOne(sql.get, id),
		findByName: name => findOne(sql.findByKey, nameKey(name)),
		findLookAlike: name => findOne(sql.findBySkeleton, nameSkeleton(name)),
		async getPasswordHash(id) {
			const row = await session.first<{password_hash: string}>(sql.getPasswordHash, id);
			return row?.password_hash ?? '';
		},
		async list({query, after, limit}) {
			const rows = await session.all<AccountColumns>(
				sql.list,
				nameKey(after),
				nameKey(query),
				limit,
			);
			return rows.map(toAccount);
		},
		async countAdmins() {
			return (await session.first<{count: number}>(sql.countAdmins))?.count ?? 0;
		},
		async getPreferences(id) {
			const row = await session.first<{preferences: string}>(sql.getPreferences, id);
			return {
				...defaultPreferences,
				...(JSON.parse(row?.preferences ?? '{}') as Partial<Preferences>),
			};
		},
	} satisfies Partial<AccountTable>;
};

const accountChanges = (session: Session) => {
	const change = async (query: Statement, id: number, ...values: Value[]): Promise<void> => {
		await lockAccount(session, id);
		await session.write(query, id, ...values);
	};

	return {
		setAdmin: (id, isAdmin) => change(sql.setAdmin, id, isAdmin),
		setSeenAt: (id, seenAt) => change(sql.setSeenAt, id, seenAt),
		setPasswordHash: (id, hash) => change(sql.setPasswordHash, id, hash),
		setProfile: (id, profile) =>
			change(sql.setProfile, id, JSON.stringify(profile), nameKey(profile.nickname ?? '')),
		setAvatar: (id, avatar) => change(sql.setAvatar, id, avatar ?? null),
		setPresence: (id, presence) => change(sql.setPresence, id, presence),
		setPreferences: (id, preferences) =>
			change(sql.setPreferences, id, JSON.stringify(preferences)),
		setTalkBan: (id, ban) =>
			change(sql.setTalkBan, id, ban === undefined ? null : JSON.stringify(ban)),
		remove: id => change(sql.remove, id),
	} satisfies Partial<AccountTable>;
};

export const accountTable = (session: Session): AccountTable => ({
	...accountReads(session),
	...accountChanges(session),
	async add({name, passwordHash}) {
		const row = await session.writeFirst<{id: number; log: number}>(
			sql.add,
			name,
			nameKey(name),
			nameSkeleton(name),
			passwordHash,
			Date.now(),
		);
		if (row === undefined) {
			throw new Error('PostgreSQL did not tell the number of a new account.');
		}

		return {
			id: row.id,
			name,
			log: row.log,
			profile: {},
			avatar: undefined,
			isAdmin: false,
			presence: 'online',
			isDeleted: false,
			talkBan: undefined,
			seenAt: undefined,
		};
	},
});
