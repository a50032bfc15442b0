/** `ping`: the heartbeat, answered with the server's clock. */
import type {CommandReply} from '../../protocol/commands.ts';

export const ping = (): CommandReply<'ping'> => ({at: Date.now()});
