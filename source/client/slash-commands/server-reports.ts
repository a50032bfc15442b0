/** Commands that tell administrators how the server does, and what was done by them. */
import {formatBytes} from '../../protocol/byte-sizes.ts';
import type {CommandReply} from '../../protocol/commands.ts';
import {describeDuration, describeMoment} from './durations.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';

const auditRecordsMax = 100;

const audit: SlashCommand = {
	usage: '[COUNT]',
	summary: 'Show what administrators did, the newest first.',
	arguments: [{suggestions: ['20', '100']}],
	required: 0,
	async run(client, _context, [count = '20']) {
		const limit = Number(count);
		if (!Number.isSafeInteger(limit) || limit < 1 || limit > auditRecordsMax) {
			throw new SlashUsageError(`How many? Give a number from 1 to ${auditRecordsMax}.`);
		}

		const {records} = await client.request('list-audit', {limit});
		return {
			lines: records.map(({at, by, act, target, detail}) =>
				[describeMoment(at), '', by, act, target, detail]
					.filter(part => part !== undefined)
					.join(' '),
			),
			objects: records,
		};
	},
};

const describeUptime = (uptimeMs: number): string => {
	const seconds = Math.max(1, Math.round(uptimeMs / 1_000));
	return describeDuration(seconds < 120 ? seconds * 1_000 : Math.round(seconds / 60) * 60_000);
};

const countOf = (count: number, one: string, many = `${one}s`): string =>
	`${count} ${count === 1 ? one : many}`;

type NodeReport = NonNullable<CommandReply<'get-stats'>['nodes']>[number];

const describeNode = ({name, connections, memoryBytes, uptimeMs}: NodeReport): string =>
	`Node ${name}: up for ${describeUptime(uptimeMs)}, ${countOf(connections, 'connection')}, ${formatBytes(memoryBytes)} of memory`;

const stats: SlashCommand = {
	usage: '',
	summary: 'Show how the server does.',
	arguments: [],
	required: 0,
	async run(client) {
		const told = await client.request('get-stats', {});
		return {
			lines: [
				`Up for ${describeUptime(told.uptimeMs)}`,
				`${countOf(told.accounts, 'account')}, ${told.online} online, ${countOf(told.connections, 'connection')}`,
				`${countOf(told.conversations, 'conversation')}, ${countOf(told.entries, 'entry', 'entries')}`,
				`${formatBytes(told.databaseBytes)} of messages, ${formatBytes(told.fileBytes)} of files, ${formatBytes(told.memoryBytes)} of memory`,
				...(told.nodes ?? []).map(describeNode),
			],
			objects: [told],
		};
	},
};

export const serverReports: SlashCommands = {audit, stats};
