/** Commands about the server itself: who runs it, how it is set, how it ends. */
import {describeDuration, describeMoment, parseDuration} from './durations.ts';
import {personNameOf} from './group-argument.ts';
import {serverReports} from './server-reports.ts';
import {shutdownCommand} from './shutdown-command.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';
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

type ServerChange = {broadcasters?: 'members' | 'admins'; recallMs?: number};

/** One setting and its value. @throws {SlashUsageError} */
const parseSetting = (what: string, value: string | undefined): ServerChange => {
	if (what === 'recall' && value !== undefined) {
		return {recallMs: parseDuration(value)};
	}

	if (what === 'broadcast' && (value === 'members' || value === 'admins')) {
		return {broadcasters: value};
	}

	throw new SlashUsageError('Write "/server broadcast members|admins" or "/server recall 24h".');
};

const server: SlashCommand = {
	usage: '[broadcast members|admins] [recall 24h]',
	summary: 'Show or set who writes to everyone, and how long messages can be recalled.',
	arguments: [
		{words: ['broadcast', 'recall']},
		{suggestions: ['members', 'admins', '24h']},
		{words: ['broadcast', 'recall']},
		{suggestions: ['members', 'admins', '24h']},
	],
	required: 0,
	async run(client, _context, [what, value, otherWhat, otherValue]) {
		const {settings} = await client.request('change-server', {
			...(what === undefined ? {} : parseSetting(what, value)),
			...(otherWhat === undefined ? {} : parseSetting(otherWhat, otherValue)),
		});
		return {
			lines: [
				`To #everyone write: ${settings.broadcasters}.`,
				`Messages can be edited and recalled for ${describeDuration(settings.recallMs)}.`,
			],
			objects: [settings],
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
	server,
	shutdown: shutdownCommand,
};
