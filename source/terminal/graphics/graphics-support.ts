/** Which way of drawing pictures the terminal knows, by its answers and the environment. */

export type GraphicsProtocol = 'kitty' | 'iterm2' | 'sixel' | 'none';

/** `cell` is the size of a cell in pixels, when the terminal has told it. */
export type GraphicsSupport = {
	readonly protocol: GraphicsProtocol;
	readonly cell?: {readonly width: number; readonly height: number};
};

/** `TERM_PROGRAM`, `LC_TERMINAL`, `TERM`, `TMUX` and `STY` are looked at. */
type Environment = Readonly<Record<string, string | undefined>>;

const queryId = 31;

/**
 * Asks whether a picture of one pixel could be shown by kitty's protocol, how large a cell is, and
 * what the terminal is. Every terminal answers the last question, so that nothing more comes after
 * `CSI ? … c`. A terminal that does not know the first might print it: ask before the first frame.
 */
export const graphicsQuery = (): string =>
	`\x1B_Gi=${queryId},s=1,v=1,a=q,t=d,f=24;AAAA\x1B\\\x1B[16t\x1B[c`;

const kittyYes = new RegExp(`\\x1B_Gi=${queryId}(?:,[^;\\x1B]*)?;OK\\x1B\\\\`);

const hasSixels = (answers: string): boolean => {
	// The first number is the terminal's class, the others are what it can do.
	const [, ...abilities] = /\x1B\[\?([\d;]*)c/.exec(answers)?.[1]?.split(';') ?? [];
	return abilities.includes('4');
};

/** Terminals in which iTerm2's protocol works better than the others that they answer to. */
const isLikeIterm2 = ({TERM_PROGRAM, LC_TERMINAL, TERM = ''}: Environment): boolean => {
	// Started from a shell in iTerm2, whose variables it has inherited.
	if (/kitty|ghostty/.test(TERM)) {
		return false;
	}

	// SSH hands on LC_TERMINAL only, also to terminals that were started in iTerm2.
	return TERM_PROGRAM
		? TERM_PROGRAM === 'iTerm.app' || TERM_PROGRAM === 'WezTerm'
		: LC_TERMINAL === 'iTerm2';
};

const chooseProtocol = (answers: string, environment: Environment): GraphicsProtocol => {
	if (environment.STY) {
		return 'none';
	}

	// Without TMUX: a multiplexer on the other side of SSH.
	if (environment.TMUX || /^(?:tmux|screen)/.test(environment.TERM ?? '')) {
		return hasSixels(answers) ? 'sixel' : 'none';
	}

	if (isLikeIterm2(environment)) {
		return 'iterm2';
	}

	if (kittyYes.test(answers)) {
		return 'kitty';
	}

	return hasSixels(answers) ? 'sixel' : 'none';
};

/** `CSI 6 ; height ; width t`; some terminals answer 0 when they do not know. */
const readCell = (answers: string): GraphicsSupport['cell'] => {
	const [, height, width] = /\x1B\[6;(\d{1,4});(\d{1,4})t/.exec(answers)?.map(Number) ?? [];
	return height && width ? {width, height} : undefined;
};

/**
 * `answers` is all that came in since `graphicsQuery` was written, as it came: typed keys may be
 * between the answers, and answers may be missing.
 */
export const decideGraphics = ({
	answers,
	environment,
}: {
	readonly answers: string;
	readonly environment: Environment;
}): GraphicsSupport => {
	const protocol = chooseProtocol(answers, environment);
	const cell = readCell(answers);
	return cell === undefined ? {protocol} : {protocol, cell};
};
