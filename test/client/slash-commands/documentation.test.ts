/** The commands' document: each row of it says what the table says, and none is missing. */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {slashAreas} from '../../../source/client/slash-commands/command-table.ts';
import {usageOf} from '../../../source/client/slash-commands/parse-input.ts';

const document = readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8');

/** The cells of each row below a heading; `\|` is a bar that is meant. */
const rowsBelow = (heading: string): string[][] => {
	const part = document.split(/^## /m).find(text => text.startsWith(`${heading}\n`)) ?? '';
	return part
		.split('\n')
		.filter(line => line.startsWith('| `/'))
		.map(line =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map(cell => cell.trim().replaceAll('\\|', '|')),
		);
};

test.each(slashAreas.map(area => [area.title, area] as const))(
	'the document tells the commands of "%s" as they are',
	(title, {commands}) => {
		expect(rowsBelow(title)).toEqual(
			Object.entries(commands).map(([name, command]) => [
				`\`${usageOf(name, command)}\``,
				command.summary,
				command.takesPlace ? '✓' : '',
			]),
		);
	},
);

test('no two areas have a command of the same name', () => {
	const names = slashAreas.flatMap(({commands}) => Object.keys(commands));
	expect(new Set(names).size).toBe(names.length);
});

test('every command can be called as it is told: enough arguments, and all of them named', () => {
	for (const {commands} of slashAreas) {
		for (const command of Object.values(commands)) {
			const mayBeEmpty = command.usage === '' || command.usage.startsWith('[');
			expect(command.required === 0, command.usage).toBe(mayBeEmpty);
			expect(command.arguments.length).toBeGreaterThanOrEqual(command.required);
			expect(command.summary).toMatch(/^[A-Z].*\.$/);
		}
	}
});
