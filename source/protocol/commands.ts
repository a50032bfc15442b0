/** Every command: its name, what the request carries, what the reply carries. */
import * as z from 'zod';
import {accountCommands} from './account-commands.ts';
import {nothing} from './command-fields.ts';
import {conversationCommands} from './conversation-commands.ts';
import {epoch, timestamp} from './entities.ts';
import {fileCommands} from './file-commands.ts';
import {limits} from './limits.ts';
import {logCommands} from './log-commands.ts';
import {messageCommands} from './message-commands.ts';
import {peopleCommands} from './people-commands.ts';
import {serverCommands} from './server-commands.ts';

export type {Session} from './account-commands.ts';

const features = z.array(z.string().max(limits.featureLengthMax)).max(limits.featuresMax);
const software = z.string().max(limits.softwareLengthMax);

/** What keeps the connection itself. */
const connectionCommands = {
	hello: {
		request: z.object({versions: z.array(z.int()).min(1).max(16), software, features}),
		reply: z.object({
			version: z.int(),
			server: z.object({name: z.string().max(limits.titleLengthMax), software}),
			epoch,
			registration: z.enum(['open', 'invite', 'closed']),
			features,
			heartbeatMs: z.int().positive(),
		}),
	},
	ping: {request: nothing, reply: z.object({at: timestamp})},
} as const;

export const commands = {
	...connectionCommands,
	...accountCommands,
	...logCommands,
	...messageCommands,
	...fileCommands,
	...peopleCommands,
	...conversationCommands,
	...serverCommands,
} as const;

export type CommandName = keyof typeof commands;
export type CommandRequest<Name extends CommandName> = z.infer<(typeof commands)[Name]['request']>;
export type CommandReply<Name extends CommandName> = z.infer<(typeof commands)[Name]['reply']>;

export const isCommandName = (command: string): command is CommandName =>
	Object.hasOwn(commands, command);
