/** `/help` and `/quit`. */
import {usageOf} from './parse-input.ts';
import {type SlashCommands, SlashUsageError} from './slash-command.ts';

/** `commands` gives the whole table, these included. */
export const generalCommands = (commands: () => SlashCommands): SlashCommands => ({
	help: {
		usage: '[command]',
		summary: 'List the commands, or explain one.',
		arguments: ['command'],
		required: 0,
		run(_client, _context, [wanted]) {
			const name = wanted?.replace(/^\//, '').toLowerCase();
			const shown = Object.entries(commands()).filter(
				([candidate]) => name === undefined || candidate === name,
			);
			if (shown.length === 0) {
				throw new SlashUsageError(`There is no command /${name}.`);
			}

			return Promise.resolve({
				lines: shown.map(([key, command]) => `${usageOf(key, command)}  ${command.summary}`),
				objects: shown.map(([key, {usage, summary}]) => ({name: key, usage, summary})),
			});
		},
	},
	quit: {
		usage: '',
		summary: 'Leave the program. What is not sent stays queued.',
		arguments: [],
		required: 0,
		run: () => Promise.resolve({lines: [], objects: [], quit: true}),
	},
});
