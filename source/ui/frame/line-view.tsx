/** Draws a line: one row of text, never wider than it was made. */
import {Text} from 'ink';
import {memo} from 'react';
import {useTheme} from '../ui-context.ts';
import type {Line} from './line.ts';

export const LineView = memo(function LineView({content}: {readonly content: Line}) {
	const theme = useTheme();
	return (
		<Text wrap="truncate">
			{content.spans.map(({text, role}, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity but their place.
				<Text key={index} {...theme[role]}>
					{text}
				</Text>
			))}
		</Text>
	);
});
