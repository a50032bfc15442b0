/** Pictures that are drawn again and again: prepared once, placed by a few bytes or drawn anew. */
import {LruCache} from '../lru-cache.ts';
import {imageOf, type PicturePlace} from './draw-picture.ts';
import type {GraphicsProtocol} from './graphics-support.ts';
import {kittyPlace, kittyTransmit} from './kitty.ts';
import type {Pixels} from './pixels.ts';

const keptMax = 32;
/** Those below are for others. */
const firstNumber = 10_000;

const at = ({x, y}: PicturePlace, drawing: string): string =>
	`\x1B7\x1B[${y + 1};${x + 1}H${drawing}\x1B8`;

type Prepared = (place: PicturePlace) => string;

export class PictureSequences {
	readonly #prepared = new LruCache<string, Prepared>(keptMax);
	readonly #numbers = new Map<string, number>();

	/** kitty's number of the picture. */
	numberOf(key: string): number {
		const number = this.#numbers.get(key) ?? firstNumber + this.#numbers.size;
		this.#numbers.set(key, number);
		return number;
	}

	/** Returns what is to be sent beforehand. */
	add(
		key: string,
		{
			pixels,
			protocol,
			columns,
			rows,
		}: {
			readonly pixels: Pixels;
			readonly protocol: Exclude<GraphicsProtocol, 'none'>;
			readonly columns: number;
			readonly rows: number;
		},
	): string {
		if (protocol === 'kitty') {
			const id = this.numberOf(key);
			this.#prepared.set(key, place => at(place, kittyPlace({id, columns, rows})));
			return kittyTransmit(pixels, id);
		}

		const image = imageOf(pixels, {columns, rows}, protocol);
		this.#prepared.set(key, place => at(place, image));
		return '';
	}

	/** What draws the picture there; `undefined` for one that was not added, or long ago. */
	place(key: string, place: PicturePlace): string | undefined {
		return this.#prepared.get(key)?.(place);
	}
}
