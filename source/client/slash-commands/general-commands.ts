/** `/help` and `/quit`. */
import {usageOf} from './parse-input.ts';
import {
	type SlashArea,
	type SlashCommand,
	type SlashCommands,
	SlashUsageError,
} from './slash-command.ts';

const lineOf = ([name, command]: [string, SlashCommand]): string =>
	`${usageOf(name, command)}  ${command.summary}`;

/** The commands whose name is, or begins with, the wanted words. */
const findWanted = (areas: readonly SlashArea[], wanted: string): [string, SlashCommand][] =>
	areas
		.flatMap(({commands}) => Object.entries(commands))
		.filter(([name]) => name === wanted || name.startsWith(`${wanted} `));

/** `areas` gives the whole table, these included. */
export const generalCommands = (areas: () => readonly SlashArea[]): SlashCommands => ({
	help: {
		usage: '[command]',
		summary: 'List the commands, or explain one.',
		arguments: ['command', 'word'],
		required: 0,
		run(_client, _context, words) {
			const wanted = words.join(' ').replace(/^\//, '').toLowerCase();
			const shown =
				wanted === ''
					? areas().flatMap(({commands}) => Object.entries(commands))
					: findWanted(areas(), wanted);
			if (shown.length === 0) {
				throw new SlashUsageError(`There is no command /${wanted}.`);
			}

			const lines =
				wanted === ''
					? areas().flatMap(({title, commands}) => [title, ...Object.entries(commands).map(lineOf)])
					: shown.map(lineOf);
			return Promise.resolve({
				lines,
				objects: shown.map(([name, {usage, summary}]) => ({name, usage, summary})),
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
