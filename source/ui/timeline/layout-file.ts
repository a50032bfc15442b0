/** The rows of a message's file: what it is, its picture or its sound in cells, and how far it has come. */
import {describeFacts} from '../../client/slash-commands/describe-file.ts';
import type {MessageFile, Transfer} from '../../client/state.ts';
import {cellWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {halfBlocks, type PictureCell} from '../details/half-blocks.ts';
import type {Span, TimelineTexts} from './layout-rows.ts';
import type {BodyRow} from './layout-text.ts';
import {sparkline} from './sparkline.ts';

export const fileMarks: Readonly<Record<MessageFile['kind'], string>> = {
	picture: '▣',
	sound: '♪',
	video: '►',
	file: '▤',
};

/** Cells of a preview at most; each shows two pixels. */
const previewColumnsMax = 40;
const previewRowsMax = 10;
const waveformWidthMax = 32;
const gap = '  ';

const toPixels = ({width, height, pixels}: NonNullable<MessageFile['preview']>) => {
	const rgb = Buffer.from(pixels, 'base64');
	const data = new Uint8Array(width * height * 4).fill(255);
	for (let pixel = 0; pixel < width * height; pixel += 1) {
		data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
	}

	return {width, height, data};
};

const toSpan = (cell: PictureCell): Span => ({text: '▀', role: 'picture', cell});

const layoutPreview = ({preview}: MessageFile, width: number): readonly BodyRow[] => {
	if (preview === undefined) {
		return [];
	}

	const scale = Math.min(
		1,
		Math.min(previewColumnsMax, width) / preview.width,
		(previewRowsMax * 2) / preview.height,
	);
	const columns = Math.max(1, Math.round(preview.width * scale));
	const rows = Math.max(1, Math.round((preview.height * scale) / 2));
	return halfBlocks(toPixels(preview), {columns, rows}).map(row => row.map(toSpan));
};

const layoutWaveform = ({waveform}: MessageFile, width: number): readonly BodyRow[] =>
	waveform === undefined
		? []
		: [
				[
					{
						text: sparkline(Buffer.from(waveform, 'base64'), Math.min(width, waveformWidthMax)),
						role: 'waveform',
					},
				],
			];

/** The name goes before the facts, which have a row of their own where there is no room. */
const layoutName = (file: MessageFile, width: number): readonly BodyRow[] => {
	const mark = `${fileMarks[file.kind]} `;
	const name = truncateToWidth(sanitizeLine(file.name), Math.max(1, width - cellWidth(mark)));
	const facts = truncateToWidth(describeFacts(file), width);
	const named: BodyRow = [
		{text: mark, role: 'aside'},
		{text: name, role: 'file'},
	];
	const isRoomy = cellWidth(mark + name + gap + facts) <= width;
	return isRoomy
		? [[...named, {text: gap, role: 'text'}, {text: facts, role: 'aside'}]]
		: [named, [{text: facts, role: 'aside'}]];
};

export const layoutFile = (
	file: MessageFile,
	{
		width,
		texts,
		transfer,
	}: {
		readonly width: number;
		readonly texts: TimelineTexts;
		readonly transfer: Transfer | undefined;
	},
): readonly BodyRow[] => {
	const progress = transfer && sanitizeLine(texts.transfer(transfer));
	return [
		...layoutPreview(file, width),
		...layoutName(file, width),
		...layoutWaveform(file, width),
		...(progress === undefined
			? []
			: [
					[
						{
							text: truncateToWidth(progress, width),
							role: transfer?.status === 'failed' ? ('failed' as const) : ('transfer' as const),
						},
					],
				]),
	];
};
