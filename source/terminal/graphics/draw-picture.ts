/** What to write to have a picture stand somewhere on the screen, by whatever way the terminal knows. */
import {PNG} from 'pngjs';
import type {GraphicsProtocol} from './graphics-support.ts';
import {iterm2Image} from './iterm2.ts';
import {kittyDelete, kittyPlace, kittyTransmit} from './kitty.ts';
import type {Pixels} from './pixels.ts';
import {sixelImage} from './sixel.ts';

/** Only one picture is drawn at a time. */
const pictureId = 4_711;

export type PicturePlace = {
	/** The cell at its upper left, counted from 0. */
	readonly x: number;
	readonly y: number;
	readonly columns: number;
	readonly rows: number;
};

const toPng = ({width, height, data}: Pixels): Buffer => {
	const png = new PNG({width, height});
	png.data = Buffer.from(data.buffer, data.byteOffset, data.length);
	return PNG.sync.write(png);
};

/** Drawn at the cursor. */
export const imageOf = (
	pixels: Pixels,
	{columns, rows}: Pick<PicturePlace, 'columns' | 'rows'>,
	protocol: Exclude<GraphicsProtocol, 'none'>,
): string => {
	switch (protocol) {
		case 'kitty':
			return kittyTransmit(pixels, pictureId) + kittyPlace({id: pictureId, columns, rows});
		case 'iterm2':
			return iterm2Image(toPng(pixels), {columns, rows});
		case 'sixel':
			return sixelImage(pixels);
	}
};

/** The cursor comes back to where it was. */
export const drawPicture = (
	pixels: Pixels,
	place: PicturePlace,
	protocol: Exclude<GraphicsProtocol, 'none'>,
): string => `\x1B7\x1B[${place.y + 1};${place.x + 1}H${imageOf(pixels, place, protocol)}\x1B8`;

/** What takes it off where the protocol has a way; the other pictures go when the cells are drawn anew. */
export const erasePicture = (protocol: GraphicsProtocol): string =>
	protocol === 'kitty' ? kittyDelete(pictureId) : '';
