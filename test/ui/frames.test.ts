/** No text, however awkward, and no size moves a border. */
import {expect, test} from 'vitest';
import {currentLayout} from '../../source/ui/chat/chat-layout.ts';
import type {Rectangle} from '../../source/ui/screen-layout.ts';
import {conversation, createFakeClient} from '../helpers/fake-client.ts';
import {type RenderedScreen, renderScreen} from '../helpers/render-screen.ts';
import {alice, message} from '../helpers/timeline-items.ts';

/** CJK, emoji sequences, combining marks, right-to-left, controls, and all of it long. */
const awkwardTexts = [
	'你好，世界。これは長い文です。한국어 문장도 있습니다. '.repeat(4),
	'👨‍👩‍👧 👋🏽 🏳️‍🌈 🇩🇪 ❤️ 1️⃣ '.repeat(6),
	'e\u0301a\u0308o\u0302 z\u0301\u0316\u0301\u0316 '.repeat(12),
	'שלום עולם مرحبا بالعالم \u202Eoverride\u202C '.repeat(5),
	'\x1B[31mred\x1B[2J\x07 \u009B5A tab\there',
	'https://example.org/a/very/long/path/without/any/blank/at/all/that/has/to/be/broken/somewhere',
];

const createAwkwardClient = () => {
	const client = createFakeClient({
		conversations: [
			conversation({
				id: 1,
				name: '設計👨‍👩‍👧部',
				settings: {
					title: 'e\u0301'.repeat(60),
					topic: '話題👨‍👩‍👧',
					visibility: 'public',
					history: 'all',
					permissions: {post: 'members', invite: 'members', pin: 'members'},
					slowMs: 0,
				},
				lastAt: 9,
				memberCount: 3,
			}),
			conversation({id: 2, name: `مجموعة${'长'.repeat(30)}`, unread: 7, mentions: 2}),
			conversation({
				id: 3,
				kind: 'direct',
				name: '李雷雷雷雷雷雷雷雷雷雷雷雷',
				peers: [2],
				draft: 'x',
			}),
		],
		people: [
			{id: 2, name: '李雷雷雷雷雷雷雷雷雷雷雷雷', presence: 'busy'},
			{id: 3, name: 'z\u0301\u0316oe\u0308', presence: 'away'},
		],
		members: [{account: {id: 2, name: '李雷雷雷雷雷雷雷雷雷雷雷雷雷雷雷'}, role: 'owner'}],
	});
	client.append(
		1,
		...awkwardTexts.map((text, index) =>
			message(index + 1, text, {
				sender: index % 2 === 0 ? {id: 2, name: '李雷雷雷雷雷雷雷'} : alice,
			}),
		),
	);
	return client;
};

const corners = {top: '╭╮', bottom: '╰╯'} as const;

/** Every border cell of the pane stands in its column. */
const expectFrame = (
	screen: RenderedScreen,
	{x, y, width, height}: Rectangle,
	size: string,
): void => {
	const at = (column: number, row: number) => screen.emulator.cells(row)[column]?.text;
	const right = x + width - 1;
	const bottom = y + height - 1;
	expect(`${at(x, y)}${at(right, y)}`, `${size}: upper corners`).toBe(corners.top);
	expect(`${at(x, bottom)}${at(right, bottom)}`, `${size}: lower corners`).toBe(corners.bottom);
	for (let row = y + 1; row < bottom; row++) {
		expect(`${at(x, row)}${at(right, row)}`, `${size}: row ${row}`).toMatch(/^(?:││|├┤)$/);
	}
};

const expectFrames = async (screen: RenderedScreen): Promise<void> => {
	const rows = await screen.rows();
	const view = screen.host.view.getState();
	const size = `${view.size.columns}×${view.size.rows}`;
	expect(rows).toHaveLength(view.size.rows);
	const {sidebar, conversation: middle, details} = currentLayout(view);
	for (const pane of [sidebar, middle?.pane, details]) {
		if (pane !== undefined) {
			expectFrame(screen, pane, size);
		}
	}
};

const sizes = [
	[120, 40],
	[60, 20],
	[200, 50],
	[40, 12],
	[80, 24],
] as const;

test.each(sizes)('keeps every border in its column at %i×%i', async (columns, rows) => {
	const screen = renderScreen({columns, rows, client: createAwkwardClient()});
	screen.type('写着👨‍👩‍👧 e\u0301 שלום '.repeat(20));
	await expectFrames(screen);
	await screen.close();
});

test('tears no cell when the window changes its size', async () => {
	const screen = renderScreen({columns: 120, rows: 40, client: createAwkwardClient()});
	await expectFrames(screen);
	for (const [columns, rows] of [...sizes, [140, 15], [41, 60], [120, 40]] as const) {
		screen.resize(columns, rows);
		await expectFrames(screen);
	}

	await screen.close();
});

test('keeps every border of a dialog in its column', async () => {
	const screen = renderScreen({columns: 80, rows: 20, client: createAwkwardClient()});
	screen.press('ctrl+k');
	const rows = await screen.rows();
	const top = rows.findIndex(row => row.includes('╭ Go to'));
	const cells = (row: number) => screen.emulator.cells(row);
	const left = cells(top).findLastIndex(({text}) => text === 'G') - 2;
	const right = cells(top).findIndex((cell, column) => column > left && cell.text === '╮');
	for (let row = top + 1; cells(row)[left]?.text !== '╰'; row++) {
		expect(`${cells(row)[left]?.text}${cells(row)[right]?.text}`, `row ${row}`).toBe('││');
	}

	await screen.close();
});
