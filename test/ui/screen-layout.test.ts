/** Panes fill the screen at every size, side by side and without a gap. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	composerRowsMax,
	type LayoutOptions,
	layoutScreen,
	smallestSize,
} from '../../source/ui/screen-layout.ts';

const anyOptions: fc.Arbitrary<LayoutOptions> = fc
	.record({
		columns: fc.integer({min: smallestSize.columns, max: 300}),
		rows: fc.integer({min: smallestSize.rows, max: 100}),
		pane: fc.constantFrom(
			'composer' as const,
			'timeline' as const,
			'sidebar' as const,
			'details' as const,
		),
		details: fc.constantFrom(undefined, true, false),
		hasBanner: fc.boolean(),
		isReplying: fc.boolean(),
		wanted: fc.integer({min: 1, max: 30}),
	})
	.map(({columns, rows, wanted, ...others}) => ({
		...others,
		size: {columns, rows},
		composerRows: Math.min(wanted, composerRowsMax({columns, rows})),
	}));

test('panes stand side by side over the whole width, the status bar below', () => {
	fc.assert(
		fc.property(anyOptions, options => {
			const {columns, rows} = options.size;
			const {sidebar, conversation, details, status} = layoutScreen(options);
			let x = 0;
			for (const pane of [sidebar, conversation?.pane, details]) {
				if (pane !== undefined) {
					expect(pane).toMatchObject({x, y: 0, height: rows - 1});
					x += pane.width;
				}
			}

			expect(x).toBe(columns);
			expect(status).toEqual({x: 0, y: rows - 1, width: columns, height: 1});
		}),
	);
});

test('the parts of a conversation stand below one another, each with room', () => {
	fc.assert(
		fc.property(anyOptions, options => {
			const {conversation} = layoutScreen(options);
			if (conversation === undefined) {
				return;
			}

			const {pane, banner, timeline, hint, reply, composer} = conversation;
			expect(banner.y).toBe(pane.y + 1);
			expect(timeline.y).toBe(banner.y + banner.height);
			expect(hint.y).toBe(timeline.y + timeline.height);
			expect(reply.y).toBe(hint.y + 2);
			expect(composer.y).toBe(reply.y + reply.height);
			expect(composer.y + composer.height).toBe(pane.y + pane.height - 1);
			expect(timeline.height).toBeGreaterThanOrEqual(4);
			expect(composer.width).toBeGreaterThanOrEqual(10);
		}),
	);
});
