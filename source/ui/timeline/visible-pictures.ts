/** The previews that stand whole on the screen, and where: what a terminal with graphics of its own draws over. */
import type {MessagePlace} from '../../client/client-api.ts';
import type {MessageFile} from '../../client/state.ts';
import {cellWidth} from '../../terminal/cell-width.ts';
import type {PicturePlace} from '../../terminal/graphics/draw-picture.ts';
import type {Rectangle} from '../screen-layout.ts';
import {layoutItem, type Row} from './layout-rows.ts';
import {type TimelineView, visibleRows} from './scroll-state.ts';

export type VisiblePicture = {
	readonly message: MessagePlace;
	readonly file: MessageFile;
	/** In cells of the screen. */
	readonly area: PicturePlace;
};

const isPictureRow = ({spans}: Row): boolean => spans.some(({role}) => role === 'picture');

const areaOf = (
	rows: readonly Row[],
	first: number,
	rectangle: Pick<Rectangle, 'x' | 'y'>,
): PicturePlace => {
	const spans = rows[first]?.spans ?? [];
	const start = spans.findIndex(({role}) => role === 'picture');
	const indent = spans.slice(0, start).reduce((width, {text}) => width + cellWidth(text), 0);
	const end = rows.findIndex((row, at) => at >= first && !isPictureRow(row));
	return {
		x: rectangle.x + indent,
		y: rectangle.y + first,
		columns: spans.length - start,
		rows: (end === -1 ? rows.length : end) - first,
	};
};

/** Whether an edge of the view cuts none of it off: a cut one is not drawn over. */
const isWhole = ({items, layout}: TimelineView, index: number, shownRows: number): boolean => {
	const item = items[index];
	return (
		item !== undefined &&
		layoutItem(item, items[index - 1], layout).rows.filter(isPictureRow).length === shownRows
	);
};

export const visiblePictures = (
	view: TimelineView,
	rectangle: Pick<Rectangle, 'x' | 'y'>,
): readonly VisiblePicture[] => {
	const {rows} = visibleRows(view);
	const starts = rows.flatMap((row, at) => {
		const before = rows[at - 1];
		const isFirst = before === undefined || !isPictureRow(before) || before.itemKey !== row.itemKey;
		return isPictureRow(row) && isFirst ? [at] : [];
	});
	return starts.flatMap(at => {
		const index = view.items.findIndex(({key}) => key === rows[at]?.itemKey);
		const {seq, conversation, body} = view.items[index] ?? {};
		const file = body?.kind === 'message-sent' ? body.file : undefined;
		const area = areaOf(rows, at, rectangle);
		const isShown = seq !== undefined && conversation !== undefined && file !== undefined;
		return isShown && isWhole(view, index, area.rows)
			? [{message: {conversation, seq}, file, area}]
			: [];
	});
};
