/** Commands about the server itself: who runs it, how it is set, how it ends. */
import {describeMoment} from './durations.ts';
import {personNameOf} from './group-argument.ts';
import {serverReports} from './server-reports.ts';
import {serverSettingCommand} from './server-setting-command.ts';
import {shutdownCommand} from './shutdown-command.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';
import {parseUses} from './uses-argument.ts';

const admin: SlashCommand = {
	usage: 'CODE|@name',
	summary: 'Become an administrator by the code of the first start, or make somebody one.',
	arguments: ['person'],
	required: 1,
	async run(client, _context, [argument = '']) {
		if (!argument.startsWith('@')) {
			await client.request('claim-admin', {code: argument});
			return {
				lines: ['You are an administrator of this server now.'],
				objects: [{administrator: true}],
			};
		}

		const name = personNameOf(argument);
		await client.request('set-admin', {name, isAdmin: true});
		return {
			lines: [`${name} is an administrator of this server now.`],
			objects: [{name, isAdmin: true}],
		};
	},
};

export const serverCommands: SlashCommands = {
	admin,
	unadmin: {
		usage: '@name',
		summary: 'Take the rights of an administrator away.',
		arguments: ['person'],
		required: 1,
		async run(client, _context, [person = '']) {
			const name = personNameOf(person);
			await client.request('set-admin', {name, isAdmin: false});
			return {
				lines: [`${name} is no longer an administrator.`],
				objects: [{name, isAdmin: false}],
			};
		},
	},
	'invite-code': {
		usage: '[USES]',
		summary: 'Make a code with which new people can register.',
		arguments: ['word'],
		required: 0,
		async run(client, _context, [times]) {
			const uses = times === undefined ? {} : {uses: parseUses(times)};
			const invitation = await client.request('create-invitation', uses);
			return {
				lines: [`${invitation.code} (valid until ${describeMoment(invitation.expiresAt)})`],
				objects: [invitation],
			};
		},
	},
	...serverReports,
	server: serverSettingCommand,
	shutdown: shutdownCommand,
};
