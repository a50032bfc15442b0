/** Copies a conversation to its beginning, through cuts of the connection. */
import type {Client} from '../client/client-api.ts';
import {ClientError, messageOf} from '../client/client-error.ts';
import {ProtocolError} from '../protocol/errors.ts';

/** How long a lost connection is waited for. */
const reconnectMsMax = 30_000;

/** Why not all of it is here; `undefined` when it is. `onPage` is called after each page that came. */
export const fetchHistory = async (
	client: Client,
	conversation: number,
	onPage: () => void,
): Promise<string | undefined> => {
	while (!client.isWhole(conversation)) {
		try {
			const isMore = await client.fetchOlder(conversation);
			onPage();
			if (!isMore) {
				break;
			}
		} catch (error) {
			if (error instanceof ProtocolError) {
				return error.message;
			}

			if (!(error instanceof ClientError) || error.code === 'local-data') {
				throw error;
			}

			try {
				await client.whenSynced(reconnectMsMax);
			} catch (offline) {
				return messageOf(offline);
			}
		}
	}

	return client.isWhole(conversation) ? undefined : 'The newest part has not come yet.';
};
