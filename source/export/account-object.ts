/** What all devices of an account share, as one JSON object. */
import type {Client} from '../client/client-api.ts';
import {ClientError} from '../client/client-error.ts';
import type {Device, Friend, Person, Preferences, Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';

export type AccountObject = {
	readonly server: string;
	readonly serverName: string | undefined;
	readonly exportedAt: number;
	/** Without, this holds what the computer had. */
	readonly isOnline: boolean;
	readonly account: Person;
	readonly presence: string;
	readonly preferences: Preferences;
	readonly talkBan: object | undefined;
	readonly friends: readonly Friend[];
	readonly blocked: readonly Profile[];
	/** Absent where the server was not reached. */
	readonly devices: readonly Device[] | undefined;
};

/** What only the server can tell; `undefined` when it does not. */
export const askServer = async <Result>(
	work: () => Promise<Result>,
): Promise<Result | undefined> => {
	try {
		return await work();
	} catch (error) {
		if (error instanceof ProtocolError || error instanceof ClientError) {
			return undefined;
		}

		throw error;
	}
};

export const readAccount = async (client: Client, exportedAt: number): Promise<AccountObject> => {
	const state = client.getState();
	const {account, people, friends, blocked} = state;
	const nobody = (id: number): Person => ({id, name: ''});
	return {
		server: state.server,
		serverName: state.serverName,
		exportedAt,
		isOnline: state.connection.status === 'online',
		account,
		presence: state.presence,
		preferences: state.preferences,
		talkBan: state.talkBan,
		friends: [...friends].map(([id, friendship]) => ({
			account: people.get(id) ?? nobody(id),
			friendship,
		})),
		blocked: [...blocked].map(id => ({id, name: people.get(id)?.name ?? ''})),
		devices: await askServer(() => client.listDevices()),
	};
};
