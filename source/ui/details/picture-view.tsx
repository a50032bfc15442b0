/** Draws a person's or a group's picture, or initials where there is none to draw. */
import {Box, Text} from 'ink';
import {memo, useEffect, useState} from 'react';
import type {Client} from '../../client/client-api.ts';
import {padToWidth} from '../../terminal/cell-width.ts';
import {LruCache} from '../../terminal/lru-cache.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {useChat, useTheme} from '../ui-context.ts';
import {halfBlocks, initialsOf, type PictureCell} from './half-blocks.ts';
import {PictureCellView} from './picture-cell-view.tsx';

const pictureSize = {columns: 12, rows: 6};
/** Rows that the picture may take at most, with the blank one below it. */
export const pictureRows = pictureSize.rows + 1;
const initialsWidth = 6;

type Cells = readonly (readonly PictureCell[])[];

/** Pictures are named by their content, so what was drawn once stays right; empty where it cannot be. */
const drawn = new LruCache<string, Cells>(64);

const fetchCells = async (client: Client, id: string): Promise<Cells> => {
	const {picture} = await client.request('fetch-picture', {picture: id});
	const box = {width: pictureSize.columns * 4, height: pictureSize.rows * 8};
	const pixels = await client.readPixels(Buffer.from(picture, 'base64'), box);
	const cells = pixels === undefined ? [] : halfBlocks(pixels, pictureSize);
	drawn.set(id, cells);
	return cells;
};

/** The picture's cells once they are here: one more drawing when they come. */
const usePicture = (id: string | undefined): Cells => {
	const {client} = useChat();
	const [, setArrived] = useState<string>();
	useEffect(() => {
		if (id === undefined || drawn.get(id) !== undefined) {
			return;
		}

		let isGone = false;
		const arrive = () => {
			if (!isGone) {
				setArrived(id);
			}
		};
		// Without a connection initials stand in its place; the next look asks again.
		fetchCells(client, id).then(arrive, arrive);
		return () => {
			isGone = true;
		};
	}, [client, id]);
	return (id === undefined ? undefined : drawn.get(id)) ?? [];
};

function Initials({name}: {readonly name: string}) {
	const theme = useTheme();
	const initials = padToWidth(initialsOf(sanitizeLine(name)), initialsWidth - 2, 'center');
	return (
		<Box width={initialsWidth} height={3} marginLeft={1} flexShrink={0} borderStyle="round">
			<Text wrap="truncate" {...theme.title}>
				{initials}
			</Text>
		</Box>
	);
}

type PictureProps = {readonly picture: string | undefined; readonly name: string};

export const PictureView = memo(function PictureView({picture, name}: PictureProps) {
	const hasColour = useTheme().online.color !== undefined;
	const cells = usePicture(hasColour ? picture : undefined);
	if (cells.length === 0) {
		return <Initials name={name} />;
	}

	return (
		<Box flexDirection="column" marginLeft={1} height={pictureRows} flexShrink={0}>
			{cells.map((row, y) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: rows of a picture have no identity but their place.
				<Text key={y}>
					{row.map((cell, x) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: cells of a picture have no identity but their place.
						<PictureCellView key={x} cell={cell} />
					))}
				</Text>
			))}
		</Box>
	);
});
