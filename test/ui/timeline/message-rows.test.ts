/** What was done to messages, on the whole screen: words, links as bytes, borders in their columns. */
import {afterEach, expect, test} from 'vitest';
import type {TimelineItem} from '../../../source/client/state.ts';
import {createChatFixture, design} from '../../helpers/chat-fixture.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';
import {alice, message, noon} from '../../helpers/timeline-items.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const awkwardName = {id: 7, name: '李雷👨‍👩‍👧e\u0301'};
const awkward = '你好，世界。👋🏽 🏳️‍🌈 z\u0301\u0316 *太字* `コード` https://example.org/日本_語 ';

/** One message of every sort, each with text that is hard to measure. */
const everySort: readonly TimelineItem[] = [
	message(3, `> ${awkward}\n${awkward.repeat(2)}`, {message: {editedAt: noon, isPinned: true}}),
	message(4, `\`\`\`\n${awkward.repeat(3)}\n\`\`\``, {sender: awkwardName}),
	message(5, awkward, {sender: awkwardName, message: {isAction: true}}),
	message(6, awkward, {message: {forwarded: {sender: awkwardName.name, at: noon}}}),
	message(7, '', {sender: awkwardName, message: {isRecalled: true}}),
	message(8, awkward, {sender: awkwardName, message: {isFolded: true}}),
	message(9, awkward, {
		sender: alice,
		isOwn: true,
		delivery: 'delivered',
		message: {
			reactions: ['👍', '👨‍👩‍👧', '❤️', '🇩🇪', 'e\u0301', '1️⃣', '🎉', '👋🏽'].map((emoji, index) => ({
				emoji,
				accounts: [alice, awkwardName],
				isOwn: index % 2 === 0,
			})),
		},
	}),
];

test.each([40, 80, 120])(
	'keeps its borders at %i columns with every sort of message',
	async columns => {
		const client = createChatFixture();
		client.append(design, ...everySort);
		screen = renderScreen({columns, rows: 60, client});
		const rows = await screen.rows();
		const left = columns < 80 ? 0 : Math.max(24, Math.min(34, Math.round(columns * 0.2)));
		for (const y of rows.keys()) {
			const cells = screen.emulator.cells(y);
			const edges = `${cells[left]?.text}${cells[columns - 1]?.text}`;
			expect(y === 59 || /^(?:││|╭╮|├┤|╰╯)$/.test(edges), rows[y]).toBe(true);
		}

		const text = rows.join('\n');
		for (const words of ['(edited)', 'message recalled', '⇢ from', '✓·', '┃ ', '│ ']) {
			expect(text).toContain(words);
		}
	},
);

test('sends a link to the terminal with its whole address', async () => {
	const client = createChatFixture();
	client.append(design, message(3, `see https://example.org/${'path_'.repeat(20)} now`));
	screen = renderScreen({columns: 80, rows: 16, client});
	await screen.rows();
	const bytes = screen.writes.join('');
	const opening = `\x1b]8;;https://example.org/${'path_'.repeat(20)}\x1b\\`;
	expect(bytes.split(opening).length).toBeGreaterThan(2);
	expect(bytes.split('\x1b]8;;\x1b\\').length).toBe(bytes.split(opening).length);
});
