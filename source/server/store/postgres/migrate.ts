/** Brings a database to the newest schema, in one transaction; nodes that start together do so one after the other. */
import type {ClientBase} from 'pg';
import {StartFailure} from '../../start-failure.ts';
import {firstSchema} from './migrations/0001-first-schema.ts';

/** Migration n makes schema n + 1 of schema n. Released ones never change. */
const migrations: readonly string[] = [firstSchema];

export const schemaVersion = migrations.length;

/** @throws {StartFailure} when a newer program has written the database */
export const migrate = async (client: ClientBase, lock: string): Promise<void> => {
	await client.query('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE');
	await client.query(`SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0;
		SELECT pg_advisory_xact_lock(${lock})`);
	await client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)');
	const {rows} = await client.query<{version: number; name: string}>(
		`SELECT coalesce((SELECT max(version) FROM schema_version), 0) AS version,
			current_database() AS name`,
	);
	const {version = 0, name = ''} = rows[0] ?? {};
	if (version > schemaVersion) {
		throw new StartFailure(
			`The database ${name} was written by a newer chat-tui (its schema is ${version}, ` +
				`this program knows ${schemaVersion}). Install the newer version to use it.`,
		);
	}

	if (version < schemaVersion) {
		for (const migration of migrations.slice(version)) {
			await client.query(migration);
		}

		await client.query('DELETE FROM schema_version');
		await client.query('INSERT INTO schema_version (version) VALUES ($1)', [schemaVersion]);
	}

	await client.query('COMMIT');
};
