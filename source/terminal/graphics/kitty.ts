/** Pictures by kitty's graphics protocol: sent once under a number, then placed by that number. */
import {deflateSync} from 'node:zlib';
import type {Pixels} from './pixels.ts';

/** The protocol's limit on the encoded bytes of one sequence; a multiple of 4, as base64 needs. */
const chunkLength = 4_096;

/** `q=2`: the terminal answers neither success nor failure, which would look like typed keys. */
const command = (keys: string, payload = ''): string =>
	`\x1B_G${keys},q=2${payload === '' ? '' : `;${payload}`}\x1B\\`;

/**
 * Gives the terminal the picture as number `id` (1 to 4294967295) without showing it. What had the
 * same number before is forgotten with all its places.
 */
export const kittyTransmit = ({width, height, data}: Pixels, id: number): string => {
	const encoded = deflateSync(data).toString('base64');
	const picture = `a=t,i=${id},f=32,s=${width},v=${height},o=z,`;
	const chunks: string[] = [];
	for (let at = 0; at < encoded.length; at += chunkLength) {
		const isLast = at + chunkLength >= encoded.length;
		const keys = `${at === 0 ? picture : ''}m=${isLast ? 0 : 1}`;
		chunks.push(command(keys, encoded.slice(at, at + chunkLength)));
	}

	return chunks.join('');
};

/** Where and how large a picture is shown. */
export type KittyPlace = {
	readonly id: number;
	/** In cells; the picture is stretched over all of them. */
	readonly columns: number;
	readonly rows: number;
	/** Tells the places of one picture apart, from 1; placing it again with the same moves it. */
	readonly place?: number;
};

/** Shows the picture with its upper left corner at the cursor, which stays where it is. */
export const kittyPlace = ({id, columns, rows, place = 1}: KittyPlace): string =>
	command(`a=p,i=${id},p=${place},c=${columns},r=${rows},C=1`);

/** Takes the picture off the screen everywhere; it can be placed again. */
export const kittyHide = (id: number): string => command(`a=d,d=i,i=${id}`);

/** Takes the picture off the screen everywhere and frees the terminal's memory of it. */
export const kittyDelete = (id: number): string => command(`a=d,d=I,i=${id}`);
