/** Text with colour and link sequences → the cells it puts on the screen. */
import {cellWidth} from './cell-width.ts';
import {splitGraphemes} from './graphemes.ts';
import {LruCache} from './lru-cache.ts';

/** How a cell looks: SGR parameters on top of a reset, and the OSC 8 link it belongs to. */
export type CellStyle = {readonly sgr: string; readonly link: string};

/**
 * How sure it is that every terminal gives the grapheme the same width: `ambiguous` ones may be wide
 * in terminals set up for East Asian text (UAX #11), `doubtful` ones differ from terminal to terminal.
 */
export type WidthDoubt = 'none' | 'ambiguous' | 'doubtful';

export type Cell = {
	readonly text: string;
	readonly width: number;
	readonly style: CellStyle;
	readonly doubt: WidthDoubt;
};

export const plainStyle: CellStyle = {sgr: '', link: ''};

/** SGR, OSC 8 links, and any other CSI, which is dropped: the caller places text, not the text itself. */
const sequence =
	/\x1B\[([\d;]*)m|\x1B\]8;([^\x07\x1B]*)(?:\x07|\x1B\\)|\x1B\[[0-?]*[ -/]*[@-~]|\x1B/y;

/** Attribute → the slot it fills; what ends a slot has the slot's name with a leading `-`. */
const slots: Readonly<Record<number, string>> = {
	1: 'bold',
	2: 'dim',
	3: 'italic',
	4: 'underline',
	7: 'inverse',
	8: 'hidden',
	9: 'strike',
	23: '-italic',
	24: '-underline',
	27: '-inverse',
	28: '-hidden',
	29: '-strike',
	39: '-foreground',
	49: '-background',
};

const colorSlot = (code: number): string | undefined => {
	if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) {
		return 'foreground';
	}

	return (code >= 40 && code <= 48) || (code >= 100 && code <= 107) ? 'background' : undefined;
};

/** Applies the parameters of one SGR sequence to `attributes` (slot → parameters). */
const applySgr = (attributes: Map<string, string>, parameters: string): void => {
	const codes = parameters.split(';');
	for (let index = 0; index < codes.length; index++) {
		const code = Number(codes[index]);
		const slot = slots[code] ?? colorSlot(code);
		if (code === 0) {
			attributes.clear();
		} else if (code === 22) {
			attributes.delete('bold');
			attributes.delete('dim');
		} else if (slot?.startsWith('-')) {
			attributes.delete(slot.slice(1));
		} else if (slot !== undefined) {
			const isExtended = code === 38 || code === 48;
			const end = isExtended ? index + (codes[index + 1] === '2' ? 5 : 3) : index + 1;
			attributes.set(slot, codes.slice(index, end).join(';'));
			index = end - 1;
		}
	}
};

/**
 * A single code point of the first class is as wide everywhere. One of the second is narrow, but
 * for terminals set up otherwise. Everything else is in doubt: it costs a few bytes, never a border.
 */
const certain =
	/^[ -~\u3041-\u3096\u30A1-\u30FA\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF60]$/;
const ambiguous =
	/^[\u00A1-\u02FF\u0370-\u0482\u048A-\u052F\u05D0-\u05EA\u0620-\u064A\u0E01-\u0E30\u0E40-\u0E46\u2010-\u2027\u2030-\u205E\u2190-\u2319\u2460-\u25FC\u2600-\u2604\u2713-\u2718]$/;

export const widthDoubt = (grapheme: string): WidthDoubt => {
	if (certain.test(grapheme)) {
		return 'none';
	}

	return ambiguous.test(grapheme) ? 'ambiguous' : 'doubtful';
};

const appendRun = (cells: Cell[], run: string, style: CellStyle): void => {
	for (const text of splitGraphemes(run)) {
		const width = cellWidth(text);
		if (width > 0) {
			cells.push({text, width, style, doubt: widthDoubt(text)});
		}
	}
};

const parse = (line: string): readonly Cell[] => {
	const cells: Cell[] = [];
	const attributes = new Map<string, string>();
	let style = plainStyle;
	let index = 0;
	while (index < line.length) {
		const sequenceStart = line.indexOf('\x1B', index);
		appendRun(cells, line.slice(index, sequenceStart === -1 ? undefined : sequenceStart), style);
		if (sequenceStart === -1) {
			break;
		}

		sequence.lastIndex = sequenceStart;
		const [whole = '\x1B', sgr, link] = sequence.exec(line) ?? [];
		index = sequenceStart + whole.length;
		if (sgr !== undefined) {
			applySgr(attributes, sgr);
			style = {...style, sgr: [...attributes.values()].join(';')};
		} else if (link !== undefined) {
			style = {...style, link: link === ';' ? '' : link};
		}
	}

	return cells;
};

const cache = new LruCache<string, readonly Cell[]>(256);

/** The cells of one line. What takes no cell (control characters, lone marks) is left out. */
export const toCells = (line: string): readonly Cell[] => {
	let cells = cache.get(line);
	if (cells === undefined) {
		cells = parse(line);
		cache.set(line, cells);
	}

	return cells;
};

const sequences = new RegExp(sequence.source, 'g');

/** Cells of one line of text that may hold colour and link sequences. Ink measures with it. */
export const styledWidth = (line: string): number =>
	cellWidth(line.includes('\x1B') ? line.replace(sequences, '') : line);
