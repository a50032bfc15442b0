/** Notices on the desktop of whoever looks at the terminal, also over SSH. */
import {truncateToWidth} from './cell-width.ts';
import {sanitizeLine} from './sanitize-text.ts';
import {passThrough} from './tmux-passthrough.ts';

export type TerminalNotice = {readonly title: string; readonly body: string};

type Environment = Readonly<Record<string, string | undefined>>;

const bell = '\x07';
/** In cells; no character takes more than a few bytes of the sequence. */
const titleWidthMax = 80;
const bodyWidthMax = 160;

/** One line without what ends a field of the sequence. */
const toField = (text: string, width: number): string =>
	truncateToWidth(sanitizeLine(text).replaceAll(';', ','), width);

/** The terminal's way to show a notice: each has its own, and shows the others' as nothing. */
const findProtocol = ({TERM = '', TERM_PROGRAM = '', KITTY_WINDOW_ID}: Environment) => {
	if (KITTY_WINDOW_ID || TERM.includes('kitty')) {
		return 'osc-99';
	}

	const is777 = /^(?:foot|rxvt|ghostty|xterm-ghostty)/.test(TERM) || TERM_PROGRAM === 'ghostty';
	return is777 ? 'osc-777' : 'osc-9';
};

/**
 * The sequence that shows the notice and, with `hasBell`, rings the bell, for terminals that only
 * know the bell. `env` is the environment of the terminal.
 */
export const noticeSequence = (
	notice: TerminalNotice,
	env: Environment = process.env,
	{hasBell = true}: {hasBell?: boolean} = {},
): string => {
	const title = toField(notice.title, titleWidthMax);
	const body = toField(notice.body, bodyWidthMax);
	const sequences = {
		'osc-9': `\x1B]9;${title}: ${body}\x07`,
		'osc-99': `\x1B]99;i=chat-tui:d=0:p=title;${title}\x1B\\\x1B]99;i=chat-tui:d=1:p=body;${body}\x1B\\`,
		'osc-777': `\x1B]777;notify;${title};${body}\x07`,
	} as const;
	return passThrough(sequences[findProtocol(env)], env) + (hasBell ? bell : '');
};
