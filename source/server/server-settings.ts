/** What the server's admins have set, kept in the store. */
import {type ServerSettings, serverSettings} from '../protocol/entities.ts';
import {defaultServerSettings} from './defaults.ts';
import type {Transaction} from './store/store.ts';

const key = 'server-settings';
const retentionSetAtKey = 'server-retention-set-at';

export const readServerSettings = async ({settings}: Transaction): Promise<ServerSettings> => {
	const json = await settings.get(key);
	return json === undefined
		? defaultServerSettings
		: serverSettings.parse({...defaultServerSettings, ...JSON.parse(json)});
};

export const writeServerSettings = async (
	{settings}: Transaction,
	next: ServerSettings,
): Promise<void> => {
	await settings.set(key, JSON.stringify(next));
};

/** Asked for each conversation that is told: without a check of all the other settings. */
export const readServerRetention = async ({settings}: Transaction): Promise<number> => {
	const json = await settings.get(key);
	const {retentionMs = 0} = json === undefined ? {} : (JSON.parse(json) as Partial<ServerSettings>);
	return retentionMs;
};

/** When the server's retention was set last. */
export const readRetentionSetAt = async ({settings}: Transaction): Promise<number> =>
	Number((await settings.get(retentionSetAtKey)) ?? 0);

export const writeRetentionSetAt = async ({settings}: Transaction, at: number): Promise<void> => {
	await settings.set(retentionSetAtKey, String(at));
};
