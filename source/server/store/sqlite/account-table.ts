/** Accounts in SQLite. */
import type {Database} from 'better-sqlite3';
import type {Preferences, Presence, Restriction} from '../../../protocol/entities.ts';
import {nameKey} from '../../../protocol/names.ts';
import {defaultPreferences} from '../../defaults.ts';
import {nameSkeleton} from '../../name-skeleton.ts';
import type {AccountTable} from '../account-ports.ts';
import type {AccountRow, PersonRow, ProfileFields} from '../rows.ts';
import {type Changes, prepareWrite} from './changes.ts';

export type PersonColumns = {
	id: number;
	name: string;
	profile: string;
	avatar: string | null;
	is_admin: number;
	presence: Presence;
	seen_at: number | null;
};

export type AccountColumns = PersonColumns & {
	log: number;
	is_deleted: number;
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
	isAdmin: row.is_admin === 1,
	presence: row.presence,
	seenAt: row.seen_at ?? undefined,
});

export const toRestriction = (json: string | null): Restriction | undefined =>
	json === null ? undefined : (JSON.parse(json) as Restriction);

export const toAccount = (row: AccountColumns): AccountRow => ({
	...toPersonRow(row),
	log: row.log,
	isDeleted: row.is_deleted === 1,
	talkBan: toRestriction(row.talk_ban),
});

const accountReads = (database: Database) => {
	const prepareFind = <Parameter>(condition: string) => {
		const statement = database.prepare<[Parameter], AccountColumns>(
			`SELECT ${accountColumns} FROM account WHERE ${condition}`,
		);
		return (parameter: Parameter): AccountRow | undefined => {
			const row = statement.get(parameter);
			return row && toAccount(row);
		};
	};
	const findByKey = prepareFind<string>('name_key = ?');
	const findBySkeleton = prepareFind<string>('skeleton = ?');
	const getPasswordHash = database
		.prepare<[number], string>('SELECT password_hash FROM account WHERE id = ?')
		.pluck();
	const list = database.prepare<{after: string; query: string; limit: number}, AccountColumns>(
		`SELECT ${accountColumns} FROM account WHERE name_key > @after AND is_deleted = 0
		AND (instr(name_key, @query) > 0 OR instr(nickname_key, @query) > 0)
		ORDER BY name_key LIMIT @limit`,
	);
	const countAdmins = database
		.prepare<[], number>('SELECT count(*) FROM account WHERE is_admin = 1')
		.pluck();
	const getPreferences = database
		.prepare<[number], string>('SELECT preferences FROM account WHERE id = ?')
		.pluck();

	return {
		get: prepareFind<number>('id = ?'),
		findByName: name => findByKey(nameKey(name)),
		findLookAlike: name => findBySkeleton(nameSkeleton(name)),
		getPasswordHash: id => getPasswordHash.get(id) ?? '',
		list: ({query, after, limit}) =>
			list.all({query: nameKey(query), after: nameKey(after), limit}).map(toAccount),
		countAdmins: () => countAdmins.get() ?? 0,
		getPreferences: id => ({
			...defaultPreferences,
			...(JSON.parse(getPreferences.get(id) ?? '{}') as Partial<Preferences>),
		}),
	} satisfies Partial<AccountTable>;
};

const accountChanges = (database: Database, changes: Changes) => {
	const prepareSet = <Value>(assignment: string) =>
		prepareWrite<[Value, number]>(
			database,
			changes,
			`UPDATE account SET ${assignment} WHERE id = ?`,
		);
	const setAdmin = prepareSet<number>('is_admin = ?');
	const setSeenAt = prepareSet<number>('seen_at = ?');
	const setPasswordHash = prepareSet<string>('password_hash = ?');
	const setAvatar = prepareSet<string | null>('avatar = ?');
	const setPresence = prepareSet<string>('presence = ?');
	const setPreferences = prepareSet<string>('preferences = ?');
	const setTalkBan = prepareSet<string | null>('talk_ban = ?');
	const setProfile = prepareWrite<[string, string, number]>(
		database,
		changes,
		'UPDATE account SET profile = ?, nickname_key = ? WHERE id = ?',
	);
	const remove = prepareWrite<[number]>(
		database,
		changes,
		`UPDATE account SET is_deleted = 1, name = 'deleted-' || id, password_hash = '', profile = '{}',
		nickname_key = '', avatar = NULL, is_admin = 0, preferences = '{}' WHERE id = ?`,
	);

	return {
		setAdmin: (id, isAdmin) => void setAdmin(isAdmin ? 1 : 0, id),
		setSeenAt: (id, seenAt) => void setSeenAt(seenAt, id),
		setPasswordHash: (id, hash) => void setPasswordHash(hash, id),
		setProfile: (id, profile) =>
			void setProfile(JSON.stringify(profile), nameKey(profile.nickname ?? ''), id),
		setAvatar: (id, avatar) => void setAvatar(avatar ?? null, id),
		setPresence: (id, presence) => void setPresence(presence, id),
		setPreferences: (id, preferences) => void setPreferences(JSON.stringify(preferences), id),
		setTalkBan(id, ban) {
			setTalkBan(ban === undefined ? null : JSON.stringify(ban), id);
			changes.writers.forget();
		},
		remove(id) {
			remove(id);
			changes.writers.forget();
		},
	} satisfies Partial<AccountTable>;
};

export const accountTable = (database: Database, changes: Changes): AccountTable => {
	const addLog = prepareWrite<[]>(database, changes, 'INSERT INTO log DEFAULT VALUES');
	const add = prepareWrite<[string, string, string, number, string, number]>(
		database,
		changes,
		`INSERT INTO account (name, name_key, skeleton, log, password_hash, created_at)
		VALUES (?, ?, ?, ?, ?, ?)`,
	);

	return {
		...accountReads(database),
		...accountChanges(database, changes),
		add({name, passwordHash}) {
			const log = Number(addLog().lastInsertRowid);
			const skeleton = nameSkeleton(name);
			const added = add(name, nameKey(name), skeleton, log, passwordHash, Date.now());
			return {
				id: Number(added.lastInsertRowid),
				name,
				log,
				profile: {},
				avatar: undefined,
				isAdmin: false,
				presence: 'online',
				isDeleted: false,
				talkBan: undefined,
				seenAt: undefined,
			};
		},
	};
};
