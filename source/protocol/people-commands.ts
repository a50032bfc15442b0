/** Commands about other people: finding them, friends, blocks. */
import * as z from 'zod';
import {afterName, nothing, page, query} from './command-fields.ts';
import {name, person} from './entities.ts';

export const peopleCommands = {
	/** Accounts by name after `after`; `query` keeps those whose name or nickname contains it. */
	'list-people': {
		request: z.object({query, after: afterName, limit: page.optional()}),
		reply: z.object({people: z.array(person), more: z.boolean()}),
	},
	'get-person': {request: z.object({name}), reply: z.object({person})},
	/** Asks; if the other has asked already, both are friends. */
	'request-friend': {request: z.object({name}), reply: nothing},
	'answer-friend': {request: z.object({name, accept: z.boolean()}), reply: nothing},
	/** Ends the friendship, or takes the request back. */
	'remove-friend': {request: z.object({name}), reply: nothing},
	'block-account': {request: z.object({name}), reply: nothing},
	'unblock-account': {request: z.object({name}), reply: nothing},
} as const;
