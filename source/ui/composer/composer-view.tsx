/** The text that is being written, behind its prompt. The cursor is the terminal's own. */
import {Text} from 'ink';
import {memo} from 'react';
import {currentLayout} from '../chat/chat-layout.ts';
import {whyNotWriting} from '../chat/may-not-write.ts';
import {text} from '../text.ts';
import {useChat, useTheme, useView} from '../ui-context.ts';
import {isShallowEqual, useSelected} from '../use-selected.ts';
import {chatOf} from '../view-state.ts';

/** Before each row: the prompt, or a sign that more stands above or below the rows in view. */
const marginOf = (
	index: number,
	options: {count: number; above: number; below: number},
): string => {
	if (index === 0) {
		return options.above > 0 ? '↑ ' : '› ';
	}

	return index === options.count - 1 && options.below > 0 ? '↓ ' : '  ';
};

const ComposerRow = memo(function ComposerRow(props: {
	readonly margin: string;
	readonly row: string;
}) {
	const theme = useTheme();
	return (
		<Text wrap="truncate">
			<Text {...theme.prompt}>{` ${props.margin}`}</Text>
			<Text {...theme.plain}>{props.row}</Text>
		</Text>
	);
});

export const ComposerView = memo(function ComposerView() {
	const theme = useTheme();
	const {rows, hiddenAbove, hiddenBelow, isEmpty} = useView(view => {
		const {composerText} = currentLayout(view);
		return {
			rows: composerText?.rows ?? [],
			hiddenAbove: composerText?.hiddenAbove ?? 0,
			hiddenBelow: composerText?.hiddenBelow ?? 0,
			isEmpty: chatOf(view)?.composer.text === '',
		};
	}, isShallowEqual);
	const open = useView(view => chatOf(view)?.conversation);
	const mayNotWrite = useSelected(useChat().state, state => whyNotWriting(state, open, Date.now()));
	if (isEmpty) {
		return (
			<Text wrap="truncate">
				<Text {...theme.prompt}>{' › '}</Text>
				{mayNotWrite === undefined ? (
					<Text {...theme.muted}>{text.chat.placeholder}</Text>
				) : (
					<Text {...theme.warning}>{mayNotWrite}</Text>
				)}
			</Text>
		);
	}

	const margins = {count: rows.length, above: hiddenAbove, below: hiddenBelow};
	return (
		<>
			{rows.map((row, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows of text have no identity but their place.
				<ComposerRow key={index} margin={marginOf(index, margins)} row={row} />
			))}
		</>
	);
});
