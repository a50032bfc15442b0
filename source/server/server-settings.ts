/** What the server's admins have set, kept in the store. */
import {type ServerSettings, serverSettings} from '../protocol/entities.ts';
import {defaultServerSettings} from './defaults.ts';
import type {Transaction} from './store/store.ts';

const key = 'server-settings';

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
