/** Colours as roles: what a piece of text is decides how it looks, and the theme says how. */
import type {TextProps} from 'ink';
import type {TimelineRole} from './timeline/layout-rows.ts';

export type Style = Pick<
	TextProps,
	'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse' | 'italic' | 'underline'
>;

export type Role =
	| TimelineRole
	| 'plain'
	| 'muted'
	| 'border'
	| 'border-focused'
	| 'title'
	| 'heading'
	| 'accent'
	| 'key'
	| 'prompt'
	| 'online'
	| 'away'
	| 'busy'
	| 'offline'
	| 'unread'
	| 'mentioned'
	| 'open-row'
	| 'cursor-row'
	| 'success'
	| 'warning'
	| 'error';

export type ThemeName = 'default' | 'high-contrast' | 'none';

export type Theme = Readonly<Record<Role, Style>>;

/** Without any colour: weight, underline and inversion carry the difference, and words do beside them. */
const none: Theme = {
	plain: {},
	blank: {},
	text: {},
	muted: {},
	border: {},
	'border-focused': {bold: true},
	title: {bold: true},
	heading: {bold: true},
	accent: {bold: true},
	key: {bold: true},
	prompt: {bold: true},
	online: {},
	away: {},
	busy: {},
	offline: {},
	unread: {bold: true},
	mentioned: {bold: true, inverse: true},
	'open-row': {bold: true},
	'cursor-row': {inverse: true},
	success: {},
	warning: {bold: true},
	error: {bold: true},
	day: {},
	new: {bold: true},
	time: {},
	sender: {bold: true},
	'sender-own': {bold: true},
	mention: {bold: true},
	'mention-own': {bold: true, underline: true},
	link: {underline: true},
	quote: {},
	notice: {italic: true},
	bold: {bold: true},
	italic: {italic: true},
	'bold-italic': {bold: true, italic: true},
	code: {},
	aside: {italic: true},
	file: {underline: true},
	picture: {},
	waveform: {},
	transfer: {},
	reaction: {},
	'reaction-own': {bold: true},
	queued: {},
	sent: {},
	delivered: {},
	read: {},
	failed: {bold: true},
};

/** The sixteen colours of the terminal, so that it follows the person's own palette, dark or light. */
const standard: Theme = {
	...none,
	muted: {color: 'gray'},
	border: {color: 'gray'},
	'border-focused': {color: 'cyan'},
	heading: {color: 'cyan', bold: true},
	accent: {color: 'cyan'},
	key: {color: 'cyan'},
	prompt: {color: 'cyan', bold: true},
	online: {color: 'green'},
	away: {color: 'yellow'},
	busy: {color: 'red'},
	offline: {color: 'gray'},
	unread: {color: 'yellow', bold: true},
	mentioned: {color: 'magenta', bold: true},
	'open-row': {color: 'cyan', bold: true},
	success: {color: 'green'},
	warning: {color: 'yellow'},
	error: {color: 'red'},
	day: {color: 'gray'},
	new: {color: 'yellow'},
	time: {color: 'gray'},
	sender: {color: 'blue', bold: true},
	'sender-own': {color: 'green', bold: true},
	mention: {color: 'cyan'},
	'mention-own': {color: 'magenta', bold: true},
	link: {color: 'blue', underline: true},
	quote: {color: 'gray'},
	notice: {color: 'gray', italic: true},
	code: {color: 'yellow'},
	aside: {color: 'gray', italic: true},
	file: {color: 'cyan'},
	waveform: {color: 'green'},
	transfer: {color: 'cyan'},
	reaction: {color: 'gray'},
	'reaction-own': {color: 'cyan', bold: true},
	queued: {color: 'gray'},
	sent: {color: 'gray'},
	delivered: {color: 'gray'},
	read: {color: 'green'},
	failed: {color: 'red', bold: true},
};

/** Bright colours and weight; nothing is dim. */
const highContrast: Theme = {
	...standard,
	muted: {},
	border: {},
	'border-focused': {color: 'cyanBright', bold: true},
	heading: {color: 'cyanBright', bold: true},
	accent: {color: 'cyanBright', bold: true},
	key: {color: 'cyanBright', bold: true},
	online: {color: 'greenBright', bold: true},
	away: {color: 'yellowBright', bold: true},
	busy: {color: 'redBright', bold: true},
	offline: {},
	unread: {color: 'yellowBright', bold: true},
	mentioned: {inverse: true, bold: true},
	'open-row': {color: 'cyanBright', bold: true, underline: true},
	warning: {color: 'yellowBright', bold: true},
	error: {color: 'redBright', bold: true},
	day: {},
	new: {color: 'yellowBright', bold: true},
	time: {},
	sender: {color: 'cyanBright', bold: true},
	'sender-own': {color: 'greenBright', bold: true},
	'mention-own': {inverse: true, bold: true},
	link: {underline: true},
	quote: {},
	notice: {italic: true},
	code: {color: 'yellowBright'},
	aside: {italic: true},
	reaction: {},
	'reaction-own': {color: 'cyanBright', bold: true},
	queued: {},
	sent: {},
	delivered: {},
	read: {color: 'greenBright'},
};

export const themes: Readonly<Record<ThemeName, Theme>> = {
	default: standard,
	'high-contrast': highContrast,
	none,
};

/**
 * The theme to start with. `NO_COLOR` with any value means none (https://no-color.org);
 * `CHAT_TUI_THEME` chooses by name.
 */
export const chooseTheme = (environment: NodeJS.ProcessEnv): Theme => {
	if (environment.NO_COLOR) {
		return themes.none;
	}

	const wanted = environment.CHAT_TUI_THEME ?? 'default';
	return Object.hasOwn(themes, wanted) ? themes[wanted as ThemeName] : themes.default;
};
