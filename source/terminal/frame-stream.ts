/** What Ink takes for its terminal: an output that hands whole frames on, and an input that never speaks. */
import {Readable, Writable} from 'node:stream';

/**
 * Every write is one whole frame. Not a TTY for Ink, so that it sends no control sequence of its
 * own: modes, cursor and painting belong to the terminal session.
 */
export class FrameStream extends Writable {
	readonly isTTY = false;
	columns: number;
	rows: number;
	readonly #onFrame: (rows: readonly string[]) => void;

	constructor(options: {
		columns: number;
		rows: number;
		onFrame: (rows: readonly string[]) => void;
	}) {
		super({decodeStrings: false});
		this.columns = options.columns;
		this.rows = options.rows;
		this.#onFrame = options.onFrame;
	}

	override _write(
		frame: string | Buffer,
		_encoding: BufferEncoding,
		done: (error?: Error | null) => void,
	): void {
		if (frame.length > 0) {
			this.#onFrame(frame.toString().split('\n').slice(0, this.rows));
		}

		done();
	}

	/** Tells readers of `columns` and `rows` by the event `resize`, as a TTY does. */
	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.emit('resize');
	}
}

/** Keys come from the terminal session; whoever reads here waits for ever. */
export const createIdleInput = (): Readable => new Readable({read: () => undefined});
