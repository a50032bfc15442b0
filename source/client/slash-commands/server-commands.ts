/** Commands about the server itself. */
import {type SlashCommands, SlashUsageError} from './slash-command.ts';

export const serverCommands: SlashCommands = {
	admin: {
		usage: 'CODE',
		summary: 'Become an administrator, with the code that the server printed on its first start.',
		arguments: ['word'],
		required: 1,
		async run(client, _context, [code = '']) {
			await client.request('claim-admin', {code});
			return {
				lines: ['You are an administrator of this server now.'],
				objects: [{administrator: true}],
			};
		},
	},
	'invite-code': {
		usage: '[USES]',
		summary: 'Make a code with which new people can register.',
		arguments: ['word'],
		required: 0,
		async run(client, _context, [times]) {
			const uses = times === undefined ? undefined : Number(times);
			if (uses !== undefined && (!Number.isSafeInteger(uses) || uses < 1)) {
				throw new SlashUsageError('How many people may use the code? Give a number, such as 5.');
			}

			const invitation = await client.request(
				'create-invitation',
				uses === undefined ? {} : {uses},
			);
			const until = new Date(invitation.expiresAt).toISOString().slice(0, 16).replace('T', ' ');
			return {
				lines: [`${invitation.code} (valid until ${until} UTC)`],
				objects: [invitation],
			};
		},
	},
};
