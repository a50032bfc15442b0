/** One row of the message list. */
import {Text} from 'ink';
import {memo} from 'react';
import {hyperlink} from '../../terminal/hyperlink.ts';
import {PictureCellView} from '../details/picture-cell-view.tsx';
import {useTheme} from '../ui-context.ts';
import type {Row} from './layout-rows.ts';

type TimelineRowViewProps = {
	/** The same object while nothing in the row has changed. */
	readonly row: Row;
	/** Whether keys act on the message that the row belongs to. */
	readonly isSelected: boolean;
};

export const TimelineRowView = memo(function TimelineRowView(props: TimelineRowViewProps) {
	const {row, isSelected} = props;
	const theme = useTheme();
	return (
		<Text wrap="truncate">
			<Text {...theme.accent}>{isSelected ? '▌' : ' '}</Text>
			{row.spans.map(({text, role, link, cell}, index) =>
				cell === undefined ? (
					// biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity but their place.
					<Text key={index} {...theme[role]}>
						{link === undefined ? text : hyperlink(text, link)}
					</Text>
				) : (
					// biome-ignore lint/suspicious/noArrayIndexKey: cells of a picture have no identity but their place.
					<PictureCellView key={index} cell={cell} />
				),
			)}
		</Text>
	);
});
