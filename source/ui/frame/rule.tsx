/** A horizontal border with an optional title: the upper, inner or lower edge of a pane. */
import {Text} from 'ink';
import {memo} from 'react';
import {cellWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import {useTheme} from '../ui-context.ts';

const corners = {top: ['╭', '╮'], inner: ['├', '┤'], bottom: ['╰', '╯']} as const;

type RuleProps = {
	readonly edge: keyof typeof corners;
	readonly width: number;
	readonly title?: string;
	/** Stands behind the title, less prominent. */
	readonly note?: string;
	readonly isFocused?: boolean;
};

/** Title and note as they fit into `room` cells, each with a blank before it. */
const fitTitle = (title: string, note: string, room: number): readonly [string, string] => {
	if (title === '' || room < 3) {
		return ['', ''];
	}

	const shownTitle = ` ${truncateToWidth(title, room - 2)}`;
	const left = room - cellWidth(shownTitle) - 1;
	return [shownTitle, note === '' || left < 4 ? '' : truncateToWidth(note, left)];
};

export const Rule = memo(function Rule({edge, width, title = '', note = '', isFocused}: RuleProps) {
	const theme = useTheme();
	const [left, right] = corners[edge];
	const [shownTitle, shownNote] = fitTitle(title, note, width - 3);
	const end = shownTitle === '' ? '' : ' ';
	const used = cellWidth(shownTitle) + cellWidth(shownNote) + end.length;
	const style = theme[isFocused ? 'border-focused' : 'border'];
	return (
		<Text wrap="truncate">
			<Text {...style}>{left}</Text>
			<Text {...theme.title}>{shownTitle}</Text>
			<Text {...theme.muted}>{shownNote}</Text>
			<Text {...style}>{`${end}${'─'.repeat(Math.max(0, width - 2 - used))}${right}`}</Text>
		</Text>
	);
});
