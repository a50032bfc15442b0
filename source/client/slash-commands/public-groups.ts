/** `/groups`: the groups that anybody may join. */
import type {ListedGroup} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import {fetchAllPages} from '../paging.ts';
import {groupNameOf} from './group-argument.ts';
import type {SlashCommand} from './slash-command.ts';

/** Groups that `/groups` lists at most. */
const groupsMax = 1_000;

const listGroups = (client: Client, query: string | undefined): Promise<ListedGroup[]> =>
	fetchAllPages<ListedGroup>(async last => {
		const {groups: items, more} = await client.request('list-groups', {
			limit: limits.listPageMax,
			...(query === undefined ? {} : {query}),
			...(last === undefined ? {} : {after: last.name}),
		});
		return {items, more};
	}, groupsMax);

const describeGroup = ({name, title, topic, memberCount, isMember}: ListedGroup): string => {
	const about = [title, topic].filter(text => text !== '').join(', ');
	const people = `${memberCount} ${memberCount === 1 ? 'member' : 'members'}`;
	return `#${name} (${people}${isMember ? ', you too' : ''})${about === '' ? '' : `: ${about}`}`;
};

export const publicGroups: SlashCommand = {
	usage: '[FILTER]',
	summary: 'List the public groups of this server.',
	arguments: ['word'],
	required: 0,
	async run(client, _context, [filter]) {
		const groups = await listGroups(client, filter && groupNameOf(filter));
		return {
			lines: groups.length === 0 ? ['There is no such public group.'] : groups.map(describeGroup),
			objects: groups,
		};
	},
};
