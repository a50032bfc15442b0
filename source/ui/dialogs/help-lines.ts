/** F1: every key, sign and slash command, from their tables. */
import {slashCommands} from '../../client/slash-commands/command-table.ts';
import {cellWidth, padToWidth} from '../../terminal/cell-width.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {blankLine, type Line, line, span} from '../frame/line.ts';
import {describeKeys, type Keymap} from '../keymap.ts';
import {presenceMarks} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import {deliveryMarks, failedMark} from '../timeline/layout-body.ts';

const keyColumnMax = 24;
const markColumn = 5;

/** On a narrow screen the words stand below the keys, not beside them. */
const besideWidthMin = 56;

/** A left column, and the words wrapped in the right one. */
const helpRow = (
	left: string,
	words: string,
	options: {column: number; width: number},
): readonly Line[] => {
	const isBeside = options.width >= besideWidthMin && cellWidth(left) < options.column;
	const column = options.width >= besideWidthMin ? options.column : 2;
	const rows = wrapToWidth(words, Math.max(8, options.width - column - 2));
	return [
		...(isBeside ? [] : [line(span('key', `  ${left}`))]),
		...rows.map((row, index) =>
			line(
				span('key', `  ${padToWidth(isBeside && index === 0 ? left : '', column)}`),
				span('plain', row),
			),
		),
	];
};

export const keyLines = (keymap: Keymap, width: number): readonly Line[] => {
	const described = describeKeys(keymap);
	const lastNumbered = described.find(({action}) => action === 'open-conversation-9')?.keys[0];
	const rows = described
		.filter(({action}) => !/^open-conversation-[2-9]$/.test(action))
		.map(({context, action, keys}) => ({
			context,
			left:
				action === 'open-conversation-1' && lastNumbered !== undefined
					? `${keys[0]} … ${lastNumbered}`
					: keys.join('  '),
			words: text.keyHelp[action],
		}));
	const column = Math.min(keyColumnMax, Math.max(0, ...rows.map(({left}) => cellWidth(left))) + 2);
	const contexts = [...new Set(rows.map(({context}) => context))];
	return contexts.flatMap(context => [
		line(span('heading', text.help.contexts[context])),
		...rows
			.filter(row => row.context === context)
			.flatMap(({left, words}) => helpRow(left, words, {column, width})),
		blankLine,
	]);
};

/** The signs of the screen, one row each. */
export const markLines = (width: number): readonly Line[] => {
	const {delivery, presence, others} = text.help.marks;
	const rows: readonly (readonly [string, string])[] = [
		[deliveryMarks.queued, delivery.queued],
		[deliveryMarks.sent, delivery.sent],
		[deliveryMarks.delivered, delivery.delivered],
		[deliveryMarks.read, delivery.read],
		[failedMark, delivery.failed],
		[presenceMarks.online, presence.online],
		[presenceMarks.away, presence.away],
		[presenceMarks.busy, presence.busy],
		[presenceMarks.offline, presence.offline],
		...others,
	];
	return [
		line(span('heading', text.help.marksTitle)),
		...rows.flatMap(([mark, words]) => helpRow(mark, words, {column: markColumn, width})),
		blankLine,
	];
};

export const mouseLines = (width: number): readonly Line[] => [
	line(span('heading', text.help.mouse)),
	...wrapToWidth(text.help.mouseUse, width - 2).map(row => line(span('plain', `  ${row}`))),
	blankLine,
];

export const commandLines = (width: number): readonly Line[] => [
	line(span('heading', text.help.commands)),
	...Object.entries(slashCommands).flatMap(([name, {usage, summary}]) =>
		helpRow(`/${name} ${usage}`.trimEnd(), summary, {column: keyColumnMax, width}),
	),
];
