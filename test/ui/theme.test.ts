/** Colour is never needed: every theme has every role, and one has no colour at all. */
import {expect, test} from 'vitest';
import {chooseTheme, themes} from '../../source/ui/theme.ts';
import {createChatFixture} from '../helpers/chat-fixture.ts';
import {renderScreen} from '../helpers/render-screen.ts';

test('the theme without colours has none', () => {
	for (const style of Object.values(themes.none)) {
		expect(style).not.toHaveProperty('color');
		expect(style).not.toHaveProperty('backgroundColor');
	}
});

test('the high-contrast theme dims nothing', () => {
	for (const style of Object.values(themes['high-contrast'])) {
		expect(style.dimColor).toBeUndefined();
		expect(style.color).not.toBe('gray');
	}
});

test('NO_COLOR wins, a name chooses, an unknown name changes nothing', () => {
	expect(chooseTheme({NO_COLOR: '1', CHAT_TUI_THEME: 'default'})).toBe(themes.none);
	expect(chooseTheme({NO_COLOR: '', CHAT_TUI_THEME: 'high-contrast'})).toBe(
		themes['high-contrast'],
	);
	expect(chooseTheme({CHAT_TUI_THEME: 'toString'})).toBe(themes.default);
});

test('every theme draws the same text', async () => {
	const pictures = [];
	for (const theme of ['default', 'high-contrast', 'none'] as const) {
		const screen = renderScreen({columns: 80, rows: 24, client: createChatFixture(), theme});
		pictures.push(await screen.text());
		await screen.close();
	}

	expect(new Set(pictures).size).toBe(1);
});
