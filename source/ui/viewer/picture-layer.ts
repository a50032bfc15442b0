/**
 * Pictures over the cells of the message list, in terminals with graphics of their own. The half blocks stand below
 * them: whatever is rewritten there shows first, and the picture is drawn again after it.
 */
import type {Client} from '../../client/client-api.ts';
import {kittyHide} from '../../terminal/graphics/kitty.ts';
import {PictureSequences} from '../../terminal/graphics/picture-sequences.ts';
import type {VisiblePicture} from '../timeline/visible-pictures.ts';
import type {PictureTerminal} from '../ui-context.ts';

/** Larger files are looked at by choice only. */
const fileBytesMax = 4_194_304;
const retryMs = 30_000;

export type PictureLayerOptions = {
	readonly terminal: PictureTerminal;
	/** What stands in the message list now; none while something is in front of it. */
	visible(): readonly VisiblePicture[];
	client(): Client | undefined;
};

/** One picture in two messages is two: kitty moves what it has placed. */
const keyOf = ({
	message: {conversation, seq},
	file,
	area: {columns, rows},
}: VisiblePicture): string => `${conversation}:${seq} ${file.id} ${columns}×${rows}`;

const isSamePlace = (one: VisiblePicture, other: VisiblePicture): boolean =>
	one.area.x === other.area.x && one.area.y === other.area.y && keyOf(one) === keyOf(other);

export class PictureLayer {
	readonly #options: PictureLayerOptions;
	readonly #sequences = new PictureSequences();
	/** What is on its way, or did not come: until when it is not asked for again. */
	readonly #waitUntil = new Map<string, number>();
	/** By the message that carries it. */
	#drawn = new Map<string, VisiblePicture>();

	constructor(options: PictureLayerOptions) {
		this.#options = options;
	}

	/** Called after each paint with the rows that were written. */
	painted(rows: ReadonlySet<number>): void {
		const {protocol} = this.#options.terminal.support();
		if (protocol === 'none') {
			return;
		}

		const visible = new Map(
			this.#options
				.visible()
				.map(
					picture => [`${picture.message.conversation}:${picture.message.seq}`, picture] as const,
				),
		);
		this.#takeAway(visible);
		for (const [message, picture] of visible) {
			const before = this.#drawn.get(message);
			const isTouched = Array.from({length: picture.area.rows}, (_, row) => picture.area.y + row);
			if (
				before === undefined ||
				!isSamePlace(before, picture) ||
				isTouched.some(row => rows.has(row))
			) {
				this.#draw(message, picture);
			}
		}
	}

	#takeAway(visible: ReadonlyMap<string, VisiblePicture>): void {
		const {terminal} = this.#options;
		const isGone = [...this.#drawn].filter(([message]) => !visible.has(message));
		for (const [message, picture] of isGone) {
			this.#drawn.delete(message);
			if (terminal.support().protocol === 'kitty') {
				terminal.send(kittyHide(this.#sequences.numberOf(keyOf(picture))));
			}
		}
	}

	#draw(message: string, picture: VisiblePicture): void {
		const {terminal} = this.#options;
		const sequence = this.#sequences.place(keyOf(picture), picture.area);
		if (sequence === undefined) {
			this.#load(picture);
		} else {
			this.#drawn.set(message, picture);
			terminal.send(sequence);
		}
	}

	#load(picture: VisiblePicture): void {
		const client = this.#options.client();
		const key = keyOf(picture);
		const isEarly = performance.now() < (this.#waitUntil.get(key) ?? 0);
		if (client === undefined || isEarly || picture.file.size > fileBytesMax) {
			return;
		}

		this.#waitUntil.set(key, performance.now() + retryMs);
		// Whatever keeps it from coming: the half blocks stay, and it is asked for again later.
		this.#fetch(client, picture).catch(() => undefined);
	}

	async #fetch(client: Client, picture: VisiblePicture): Promise<void> {
		const {terminal} = this.#options;
		const {protocol, cell = {width: 8, height: 16}} = terminal.support();
		const {columns, rows} = picture.area;
		const path = await client.fetchFile(picture.message);
		const pixels = await client.readPixels(path, {
			width: columns * cell.width,
			height: rows * cell.height,
		});
		if (pixels !== undefined && protocol !== 'none') {
			const key = keyOf(picture);
			terminal.send(this.#sequences.add(key, {pixels, protocol, columns, rows}));
			this.#waitUntil.delete(key);
			this.painted(new Set());
		}
	}
}
