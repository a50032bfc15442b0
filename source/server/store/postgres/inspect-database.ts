/** Looks at a server's database in PostgreSQL without changing it: whether it can be used, whose schema it has, how much is in it. */
import {schemaVersion} from './migrate.ts';
import {withDatabase} from './open-database.ts';

export type InspectedDatabase = {
	/** PostgreSQL's own, such as `15.4`. */
	readonly version: string;
	/** 0: no server was started on it yet. */
	readonly schema: number;
	/** Whether a newer program wrote it. */
	readonly isNewer: boolean;
	readonly accounts: number;
};

/** A server may use it meanwhile. @throws {StartFailure} when it cannot be used */
export const inspectDatabase = (url: string): Promise<InspectedDatabase> =>
	withDatabase(url, async client => {
		const one = async <Row extends object>(text: string): Promise<Row | undefined> =>
			(await client.query<Row>(text)).rows[0];
		const facts = await one<{version: string; hasSchema: boolean}>(
			`SELECT split_part(current_setting('server_version'), ' ', 1) AS version,
				to_regclass('schema_version') IS NOT NULL AS "hasSchema"`,
		);
		const {version = 'unknown', hasSchema = false} = facts ?? {};
		const {schema = 0} = hasSchema
			? ((await one<{schema: number}>(
					'SELECT coalesce(max(version), 0) AS schema FROM schema_version',
				)) ?? {})
			: {};
		const isNewer = schema > schemaVersion;
		const {accounts = 0} =
			schema > 0 && !isNewer
				? ((await one<{accounts: number}>('SELECT count(*)::integer AS accounts FROM account')) ??
					{})
				: {};
		return {version, schema, isNewer, accounts};
	});
