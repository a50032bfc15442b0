/** A picture that fills the screen: by the terminal's own graphics where it has them, else in half blocks. */
import {Box, Text} from 'ink';
import {memo, useEffect, useState} from 'react';
import type {Client} from '../../client/client-api.ts';
import {describeFacts} from '../../client/slash-commands/describe-file.ts';
import {drawPicture, erasePicture} from '../../terminal/graphics/draw-picture.ts';
import {fitPicture} from '../../terminal/graphics/fit-picture.ts';
import type {GraphicsSupport} from '../../terminal/graphics/graphics-support.ts';
import type {Pixels} from '../../terminal/graphics/pixels.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {afterPaint} from '../after-paint.ts';
import {halfBlocks, type PictureCell} from '../details/half-blocks.ts';
import {PictureCellView} from '../details/picture-cell-view.tsx';
import type {ViewerDialog} from '../dialogs/file-dialog-actions.ts';
import {line, padLine, span} from '../frame/line.ts';
import {LineView} from '../frame/line-view.tsx';
import type {ScreenSize} from '../screen-layout.ts';
import {text} from '../text.ts';
import {useUi} from '../ui-context.ts';

/** The rows above and below the picture. */
const frameRows = 2;

type Area = {readonly columns: number; readonly rows: number};
/** `box` is the one that it was made for. */
type Shown =
	| {readonly box: Area; readonly area: Area; readonly pixels: Pixels}
	| 'loading'
	| 'failed';

/** Pixels for each cell: two in half blocks, as many as a cell has where the terminal draws them. */
const cellOf = ({protocol, cell}: GraphicsSupport) =>
	protocol === 'none' ? {width: 1, height: 2} : (cell ?? {width: 8, height: 16});

const loadPicture = async (
	client: Client,
	{place, file}: ViewerDialog,
	{box, support}: {readonly box: Area; readonly support: GraphicsSupport},
): Promise<Shown> => {
	const path = await client.fetchFile(place);
	const cell = cellOf(support);
	const whole = {width: file.width ?? 1, height: file.height ?? 1};
	const area = fitPicture(whole, box, cell);
	const pixels = await client.readPixels(path, {
		width: area.columns * cell.width,
		height: area.rows * cell.height,
	});
	return pixels === undefined ? 'failed' : {box, area, pixels};
};

/** Loaded anew when the screen's size has changed. */
const usePicture = (dialog: ViewerDialog, box: Area): Shown => {
	const {getChat, pictures} = useUi();
	const client = getChat()?.client;
	const [shown, setShown] = useState<Shown>('loading');
	const {columns, rows} = box;
	useEffect(() => {
		let isGone = false;
		const show = (next: Shown): void => {
			if (!isGone) {
				setShown(next);
			}
		};
		if (client !== undefined) {
			const options = {box: {columns, rows}, support: pictures.support()};
			loadPicture(client, dialog, options).then(show, () => show('failed'));
		}

		return () => {
			isGone = true;
		};
	}, [client, dialog, pictures, columns, rows]);
	const isOutgrown =
		typeof shown !== 'string' && (shown.box.columns !== columns || shown.box.rows !== rows);
	return isOutgrown ? 'loading' : shown;
};

/** The terminal draws it once the cells below it are on the screen. */
const useTerminalPicture = (shown: Shown, box: Area): void => {
	const {pictures} = useUi();
	const {protocol} = pictures.support();
	useEffect(() => {
		if (typeof shown === 'string' || protocol === 'none') {
			return;
		}

		const {area, pixels} = shown;
		const place = {
			...area,
			x: Math.floor((box.columns - area.columns) / 2),
			y: 1 + Math.floor((box.rows - area.rows) / 2),
		};
		let isGone = false;
		afterPaint(() => {
			if (!isGone) {
				pictures.send(drawPicture(pixels, place, protocol));
			}
		});
		return () => {
			isGone = true;
			pictures.send(erasePicture(protocol));
			pictures.redraw();
		};
	}, [shown, protocol, pictures, box.columns, box.rows]);
};

/** Every cell of the box is written: what stands behind it does not shine through. */
const PictureRows = memo(function PictureRows({
	cells,
	box,
}: {
	readonly cells: readonly (readonly PictureCell[])[];
	readonly box: Area;
}) {
	const above = Math.floor((box.rows - cells.length) / 2);
	return Array.from({length: box.rows}, (_, y) => {
		const row = cells[y - above] ?? [];
		const left = Math.floor((box.columns - row.length) / 2);
		return (
			// biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture have no identity but their place.
			<Text key={y} wrap="truncate">
				{' '.repeat(left)}
				{row.map((cell, x) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: cells of a picture have no identity but their place.
					<PictureCellView key={x} cell={cell} />
				))}
				{' '.repeat(box.columns - left - row.length)}
			</Text>
		);
	});
});

const noCells: readonly (readonly PictureCell[])[] = [];

export function ViewerView({
	dialog,
	size,
}: {
	readonly dialog: ViewerDialog;
	readonly size: ScreenSize;
}) {
	const {pictures} = useUi();
	const box = {columns: size.columns, rows: size.rows - frameRows};
	const shown = usePicture(dialog, box);
	useTerminalPicture(shown, box);
	const {file} = dialog;
	const title = ` ${sanitizeLine(file.name)}  ${describeFacts(file)}`;
	const isDrawnInCells = typeof shown !== 'string' && pictures.support().protocol === 'none';
	const cells = isDrawnInCells ? halfBlocks(shown.pixels, shown.area) : noCells;
	const words = {loading: text.files.loading, failed: text.files.notShown};
	const hints = typeof shown === 'string' ? words[shown] : text.files.viewerHints;
	return (
		<Box
			position="absolute"
			width={size.columns}
			height={size.rows}
			flexDirection="column"
			flexShrink={0}
		>
			<LineView content={padLine(line(span('title', title)), size.columns)} />
			<PictureRows cells={cells} box={box} />
			<LineView content={padLine(line(span('muted', ` ${hints}`)), size.columns)} />
		</Box>
	);
}
