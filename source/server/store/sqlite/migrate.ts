/** Brings a database to the newest schema, in one transaction. */
import type {Database} from 'better-sqlite3';
import {nameSkeleton} from '../../name-skeleton.ts';
import {StartFailure} from '../../start-failure.ts';
import {firstSchema} from './migrations/0001-first-schema.ts';
import {peopleAndModeration} from './migrations/0002-people-and-moderation.ts';
import {files} from './migrations/0003-files.ts';
import {rights} from './migrations/0004-rights.ts';
import {rightsAndSearches} from './migrations/0005-rights-and-searches.ts';
import {retention} from './migrations/0006-retention.ts';

/** Migration n makes schema n + 1 of schema n. Released ones never change. */
const migrations: readonly string[] = [
	firstSchema,
	peopleAndModeration,
	files,
	rights,
	rightsAndSearches,
	retention,
];

export const schemaVersion = migrations.length;

/** @throws {StartFailure} when a newer program has written the database */
export const migrate = (database: Database): void => {
	const version = Number(database.pragma('user_version', {simple: true}));
	if (version > schemaVersion) {
		throw new StartFailure(
			`The database ${database.name} was written by a newer chat-tui (its schema is ${version}, ` +
				`this program knows ${schemaVersion}). Install the newer version to use it.`,
		);
	}

	if (version < schemaVersion) {
		database.function('name_skeleton', {deterministic: true}, name => nameSkeleton(String(name)));
		database
			.transaction(() => {
				for (const migration of migrations.slice(version)) {
					database.exec(migration);
				}

				database.pragma(`user_version = ${schemaVersion}`);
			})
			.immediate();
	}
};
