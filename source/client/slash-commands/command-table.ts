/** All slash commands, by area and by name, in the order in which help lists them. */
import {accountCommands} from './account-commands.ts';
import {fileCommands} from './file-commands.ts';
import {friendCommands} from './friend-commands.ts';
import {generalCommands} from './general-commands.ts';
import {groupCommands} from './group-commands.ts';
import {groupEntranceCommands} from './group-entrance-commands.ts';
import {groupMemberCommands} from './group-member-commands.ts';
import {groupSettingCommands} from './group-setting-commands.ts';
import {messageChangeCommands} from './message-change-commands.ts';
import {messageCommands} from './message-commands.ts';
import {moderationCommands} from './moderation-commands.ts';
import {notificationCommands} from './notification-commands.ts';
import {peopleCommands} from './people-commands.ts';
import {pinCommands} from './pin-commands.ts';
import {preferenceCommands} from './preference-commands.ts';
import {profileCommands} from './profile-commands.ts';
import {retentionCommand} from './retention-command.ts';
import {searchCommands} from './search-command.ts';
import {serverCommands} from './server-commands.ts';
import type {SlashArea, SlashCommands} from './slash-command.ts';
import {transferCommands} from './transfer-commands.ts';

export const slashAreas: readonly SlashArea[] = [
	{
		title: 'Messages',
		commands: {
			...messageCommands,
			...messageChangeCommands,
			...pinCommands,
			retention: retentionCommand,
		},
	},
	{title: 'Files', commands: {...fileCommands, ...transferCommands}},
	{title: 'People', commands: {...peopleCommands, ...searchCommands, ...friendCommands}},
	{
		title: 'Groups',
		commands: {
			...groupCommands,
			...groupMemberCommands,
			...groupSettingCommands,
			...groupEntranceCommands,
		},
	},
	{title: 'Being told', commands: {...notificationCommands, ...preferenceCommands}},
	{title: 'Your account', commands: {...profileCommands, ...accountCommands}},
	{title: 'The server', commands: {...moderationCommands, ...serverCommands}},
	{title: 'The program', commands: generalCommands(() => slashAreas)},
];

export const slashCommands: SlashCommands = Object.fromEntries(
	slashAreas.flatMap(({commands}) => Object.entries(commands)),
);
