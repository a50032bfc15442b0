/** Requests that wait when the server asks for patience. */
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Connection} from './connection.ts';

export type Requester = <Name extends CommandName>(
	command: Name,
	body: CommandRequest<Name>,
) => Promise<CommandReply<Name>>;

const defaultPatienceMs = 1_000;

/** How long to wait before the same request may succeed; `undefined` when waiting would not help. */
export const patienceMs = (error: unknown): number | undefined =>
	error instanceof ProtocolError && (error.code === 'rate-limited' || error.code === 'busy')
		? (error.retryAfterMs ?? defaultPatienceMs)
		: undefined;

/** As `connection.request`, but asks again after `rate-limited` and `busy`, as long as the connection lives. */
export const createPatientRequester =
	(connection: Connection): Requester =>
	async (command, body) => {
		for (;;) {
			try {
				return await connection.request(command, body);
			} catch (error) {
				const waitMs = patienceMs(error);
				if (waitMs === undefined) {
					throw error;
				}

				await new Promise(resolve => {
					setTimeout(resolve, waitMs);
				});
			}
		}
	};
