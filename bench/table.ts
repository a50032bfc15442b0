/** Draws the report as Markdown tables, to be read in a terminal and pasted into the docs. */
import {type Figure, isMet, type LoadLine, type Report, type Target} from './figure.ts';

const formatNumber = (value: number): string => {
	if (Math.abs(value) >= 1_000) {
		return Math.round(value).toLocaleString('en-US');
	}

	return String(Number(value.toPrecision(3)));
};

const drawTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map(row => row[column]?.length ?? 0)),
	);
	const drawRow = (cells: readonly string[]): string => {
		const padded = cells.map((cell, column) =>
			column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
		);
		return `| ${padded.join(' | ')} |`;
	};
	const rule = widths.map(width => '-'.repeat(width));
	return [drawRow(head), drawRow(rule), ...rows.map(drawRow)].join('\n');
};

const describeTarget = (target: Target, unit: string): string => {
	switch (target.kind) {
		case 'at-least-of-floor':
			return `≥ ${target.value}× floor`;
		case 'at-most-of-floor':
			return `≤ ${target.value}× floor`;
		case 'at-most':
			return `≤ ${target.value} ${unit}`;
	}
};

const describeVerdict = (figure: Figure): string => {
	const met = isMet(figure);
	if (met === undefined) {
		return '';
	}

	return met ? 'yes' : 'NO';
};

const drawFigures = (figures: readonly Figure[]): string =>
	drawTable(
		['figure', 'chat-tui', 'floor', 'ratio', 'unit', 'target', 'met'],
		figures.map(figure => [
			figure.name,
			formatNumber(figure.value),
			figure.floor === undefined ? '' : formatNumber(figure.floor),
			figure.floor ? (figure.value / figure.floor).toFixed(2) : '',
			figure.unit,
			figure.target ? describeTarget(figure.target, figure.unit) : '',
			describeVerdict(figure),
		]),
	);

const formatShare = (share: number): string => `${Math.round(share * 100)} %`;

const drawLoads = (loads: readonly LoadLine[]): string =>
	drawTable(
		['load', 'server', 'per s', 'CPU s/100k', 'p50 ms', 'p99 ms', 'its core', 'generator'],
		loads.map(line => [
			line.load,
			line.server,
			formatNumber(line.perSecond),
			formatNumber(line.serverCpuPer100k),
			formatNumber(line.p50Ms),
			formatNumber(line.p99Ms),
			formatShare(line.serverShare),
			formatShare(line.generatorShare),
		]),
	);

export const drawReport = ({figures, loads}: Report): string =>
	[drawFigures(figures), ...(loads.length > 0 ? [drawLoads(loads)] : [])].join('\n\n');
