/** The part of a pane between two rules: borders at the sides, rows of text inside. */
import {Box} from 'ink';
import type {ReactNode} from 'react';
import {useTheme} from '../ui-context.ts';

type PaneBodyProps = {
	/** Borders included. */
	readonly width: number;
	readonly height: number;
	readonly isFocused?: boolean;
	readonly children?: ReactNode;
};

export function PaneBody({width, height, isFocused = false, children}: PaneBodyProps) {
	const theme = useTheme();
	const {color} = theme[isFocused ? 'border-focused' : 'border'];
	return (
		<Box
			width={width}
			height={height}
			flexDirection="column"
			flexShrink={0}
			borderStyle="round"
			borderTop={false}
			borderBottom={false}
			{...(color === undefined ? {} : {borderColor: color})}
		>
			{children}
		</Box>
	);
}
