/** All slash commands by name, in the order in which help lists them. */
import {accountCommands} from './account-commands.ts';
import {generalCommands} from './general-commands.ts';
import {groupCommands} from './group-commands.ts';
import {messageCommands} from './message-commands.ts';
import {serverCommands} from './server-commands.ts';
import type {SlashCommands} from './slash-command.ts';

export const slashCommands: SlashCommands = {
	...messageCommands,
	...groupCommands,
	...accountCommands,
	...serverCommands,
	...generalCommands(() => slashCommands),
};
