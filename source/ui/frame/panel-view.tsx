/** Draws a panel in the middle of the screen, over whatever stands there. */
import {Box, Text} from 'ink';
import type {ScreenSize} from '../screen-layout.ts';
import {useTheme} from '../ui-context.ts';
import {type Line, line, lineWidth, padLine, span, truncateLine} from './line.ts';
import {LineView} from './line-view.tsx';
import {fitPanelLines, type Panel, panelRectangle} from './panel.ts';
import {Rule} from './rule.tsx';

/** The lower border with the hints in it. */
const bottomLine = (hints: Line, width: number): Line => {
	const shown = truncateLine(hints, width - 6);
	const used = lineWidth(shown);
	return used === 0
		? line(span('border-focused', `╰${'─'.repeat(width - 2)}╯`))
		: line(
				span('border-focused', `╰${'─'.repeat(width - used - 5)} `),
				...shown.spans,
				span('border-focused', ' ─╯'),
			);
};

export function PanelView({panel, size}: {readonly panel: Panel; readonly size: ScreenSize}) {
	const theme = useTheme();
	const {x, y, width, height} = panelRectangle(panel, size);
	const border = <Text {...theme['border-focused']}>│</Text>;
	return (
		<Box
			position="absolute"
			left={x}
			top={y}
			width={width}
			height={height}
			flexDirection="column"
			flexShrink={0}
		>
			<Rule edge="top" width={width} title={panel.title} note={panel.note ?? ''} isFocused />
			{fitPanelLines(panel, size).map((content, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the lines of a panel have no identity but their place.
				<Box key={index} width={width} height={1} flexShrink={0}>
					{border}
					<LineView content={padLine(line(span('plain', ' '), ...content.spans), width - 2)} />
					{border}
				</Box>
			))}
			<LineView content={bottomLine(panel.hints, width)} />
		</Box>
	);
}
