/** Scrolling keeps what is read in its place. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {TimelineItem} from '../../../source/client/state.ts';
import {
	type ScrollState,
	scrollBy,
	scrolledToEnd,
	scrollToItem,
	scrollToStart,
	type TimelineView,
	visibleRows,
} from '../../../source/ui/timeline/scroll-state.ts';
import {layoutOptions, manyMessages, message} from '../../helpers/timeline-items.ts';

const view = (
	items: readonly TimelineItem[],
	scroll: ScrollState = scrolledToEnd,
	changes: {height?: number; width?: number} = {},
): TimelineView => ({
	items,
	scroll,
	height: changes.height ?? 10,
	layout: layoutOptions({width: changes.width ?? 60}),
});

const textOf = (one: TimelineView): string[] =>
	visibleRows(one).rows.map(row => row.spans.map(({text}) => text).join(''));

const topItem = (one: TimelineView): string | undefined => visibleRows(one).rows[0]?.itemKey;

test('shows the newest at the bottom, and blank rows above too few', () => {
	const {rows, isAtTop, isAtEnd, lastVisibleSeq} = visibleRows(view([message(1, 'hi')]));
	expect(rows).toHaveLength(10);
	expect(rows.slice(0, 8).every(({spans}) => spans.length === 0)).toBe(true);
	expect(rows.at(-1)?.itemKey).toBe('m1');
	expect({isAtTop, isAtEnd, lastVisibleSeq}).toEqual({
		isAtTop: true,
		isAtEnd: true,
		lastVisibleSeq: 1,
	});
});

test('shows nothing of nothing', () => {
	const {rows, isAtTop, isAtEnd} = visibleRows(view([]));
	expect({count: rows.length, isAtTop, isAtEnd}).toEqual({count: 10, isAtTop: true, isAtEnd: true});
	expect(scrollBy(view([]), -5)).toEqual(scrolledToEnd);
	expect(scrollToStart(view([]))).toEqual(scrolledToEnd);
});

test('follows the end until it is scrolled up', () => {
	const items = manyMessages(50);
	const grown = [...items, message(51, 'newest')];
	expect(textOf(view(grown)).at(-1)).toContain('newest');
	const scroll = scrollBy(view(items), -3);
	expect(textOf(view(grown, scroll))).toEqual(textOf(view(items, scroll)));
});

test('follows the end again when it is scrolled back down', () => {
	const items = manyMessages(50);
	const up = scrollBy(view(items), -7);
	expect(scrollBy(view(items, up), 7)).toEqual(scrolledToEnd);
	expect(scrollBy(view(items, up), 6)).not.toEqual(scrolledToEnd);
});

test('goes to the first row and no further', () => {
	const items = manyMessages(50);
	const start = scrollToStart(view(items));
	expect(visibleRows(view(items, start)).isAtTop).toBe(true);
	expect(textOf(view(items, start))[0]).toContain('day 20');
	expect(scrollBy(view(items, start), -100)).toEqual(start);
	expect(scrollBy(view(items), -10_000)).toEqual(start);
});

test('stays where it is when older messages are loaded', () => {
	const items = manyMessages(30, 100);
	const scroll = scrollBy(view(items, scrollToStart(view(items))), 2);
	const before = textOf(view(items, scroll));
	const loaded = [...manyMessages(70, 30), ...items];
	expect(textOf(view(loaded, scroll))).toEqual(before);
});

test('keeps the same message on top when the width changes', () => {
	const items = manyMessages(60);
	const scroll = scrollBy(view(items), -25);
	const wide = topItem(view(items, scroll));
	for (const width of [30, 45, 100, 200]) {
		expect(topItem(view(items, scroll, {width}))).toBe(wide);
	}
});

test('brings a message to the top, or shows the end where that holds it', () => {
	const items = manyMessages(60);
	expect(topItem(view(items, scrollToItem(view(items), 'm20')))).toBe('m20');
	expect(scrollToItem(view(items), 'm60')).toEqual(scrolledToEnd);
	expect(scrollToItem(view(items), 'gone')).toEqual(scrolledToEnd);
});

test('shows the end when the anchor is gone', () => {
	const items = manyMessages(20);
	const scroll = {kind: 'anchored', itemKey: 'gone', rowOffset: 0} as const;
	expect(textOf(view(items, scroll))).toEqual(textOf(view(items)));
});

test('tells the newest message that is wholly in view', () => {
	const items = [...manyMessages(20), message(21, 'long '.repeat(60))];
	const up = scrollBy(view(items), -1);
	expect(visibleRows(view(items)).lastVisibleSeq).toBe(21);
	expect(visibleRows(view(items, up)).lastVisibleSeq).toBe(20);
});

test('looks at no more items than a screen holds', () => {
	let touched = 0;
	const items = new Proxy(manyMessages(2_000), {
		get(target, property, receiver) {
			if (typeof property === 'string' && /^\d+$/.test(property)) {
				touched++;
			}

			return Reflect.get(target, property, receiver);
		},
	});
	visibleRows(view(items));
	scrollBy(view(items), -5);
	expect(touched).toBeLessThan(300);
});

test('fills its height and scrolls row by row, wherever it stands', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 0, max: 40}),
			fc.integer({min: 1, max: 30}),
			fc.integer({min: 30, max: 100}),
			fc.array(fc.integer({min: -40, max: 40}), {maxLength: 8}),
			(count, height, width, moves) => {
				const items = manyMessages(count);
				let scroll: ScrollState = scrolledToEnd;
				for (const move of moves) {
					scroll = scrollBy(view(items, scroll, {height, width}), move);
				}

				const here = view(items, scroll, {height, width});
				const rows = textOf(here);
				expect(rows).toHaveLength(height);
				const {isAtTop} = visibleRows(here);
				if (!isAtTop) {
					const above = textOf({...here, scroll: scrollBy(here, -1)});
					expect(above.slice(1)).toEqual(rows.slice(0, -1));
				}
			},
		),
		{seed: 1, numRuns: 300},
	);
});
