/** Commands by which the server's administrators deal with people and addresses. */

import type {Ban} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import {fetchAllPages} from '../paging.ts';
import {describeMoment, durationSuggestions} from './durations.ts';
import {personNameOf} from './group-argument.ts';
import {describeRestriction, parseReason, parseRestriction} from './restriction-argument.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';

const bansMax = 10_000;

const listBans = (client: Client): Promise<Ban[]> =>
	fetchAllPages<Ban>(async last => {
		const {bans: items, more} = await client.request('list-bans', {
			limit: limits.listPageMax,
			...(last === undefined ? {} : {after: last.target}),
		});
		return {items, more};
	}, bansMax);

const describeBan = ({target, until, reason, by, at}: Ban): string =>
	[
		`${target}  by ${by} on ${describeMoment(at)}`,
		until === undefined ? ', without end' : `, until ${describeMoment(until)}`,
		reason === undefined ? '' : `: ${reason}`,
	].join('');

const kick: SlashCommand = {
	usage: '@name [reason]',
	summary: "End somebody's connections now.",
	arguments: ['person', 'text'],
	required: 1,
	async run(client, _context, [person = '', ...words]) {
		const name = personNameOf(person);
		const reason = parseReason(words);
		await client.request('kick-account', {name, ...reason});
		return {
			lines: [`${name} is disconnected${describeRestriction(reason)}`],
			objects: [{name, ...reason}],
		};
	},
};

const bantalk: SlashCommand = {
	usage: '@name [for] [reason]',
	summary: 'Keep somebody from writing anywhere, for a while or until you allow it again.',
	arguments: ['person', {suggestions: durationSuggestions}, 'text'],
	required: 1,
	async run(client, _context, [person = '', ...words]) {
		const name = personNameOf(person);
		const restriction = parseRestriction(words);
		await client.request('ban-talk', {name, ...restriction});
		return {
			lines: [`${name} may write nowhere${describeRestriction(restriction)}`],
			objects: [{name, ...restriction}],
		};
	},
};

const ban: SlashCommand = {
	usage: 'TARGET [for] [reason]',
	summary: 'Keep @name, an address or a range (10.0.0.0/24) from using the server.',
	arguments: ['person', {suggestions: durationSuggestions}, 'text'],
	required: 1,
	async run(client, _context, [target = '', ...words]) {
		const restriction = parseRestriction(words);
		await client.request('ban', {target, ...restriction});
		return {
			lines: [`${target} is banned${describeRestriction(restriction)}`],
			objects: [{target, ...restriction}],
		};
	},
};

export const moderationCommands: SlashCommands = {
	kick,
	bantalk,
	unbantalk: {
		usage: '@name',
		summary: 'Let somebody write again.',
		arguments: ['person'],
		required: 1,
		async run(client, _context, [person = '']) {
			const name = personNameOf(person);
			await client.request('unban-talk', {name});
			return {lines: [`${name} may write again.`], objects: [{name}]};
		},
	},
	ban,
	unban: {
		usage: 'TARGET',
		summary: 'Let @name, an address or a range use the server again.',
		arguments: ['person'],
		required: 1,
		async run(client, _context, [target = '']) {
			await client.request('unban', {target});
			return {lines: [`${target} is no longer banned.`], objects: [{target}]};
		},
	},
	bans: {
		usage: '',
		summary: 'List who and what is banned from the server.',
		arguments: [],
		required: 0,
		async run(client) {
			const bans = await listBans(client);
			return {
				lines: bans.length === 0 ? ['Nobody is banned.'] : bans.map(describeBan),
				objects: bans,
			};
		},
	},
};
