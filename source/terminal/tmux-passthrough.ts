/** Brings a control sequence through a terminal multiplexer to the terminal outside. */

/** The multiplexer that the program runs in, by the environment that it sets. */
const findMultiplexer = (
	env: Readonly<Record<string, string | undefined>>,
): 'tmux' | 'screen' | undefined => {
	if (env.TMUX) {
		return 'tmux';
	}

	return env.STY ? 'screen' : undefined;
};

/** GNU screen's control strings are short. */
const screenChunkLength = 700;

/**
 * Wrapped for tmux (which passes it on with `set -g allow-passthrough on`) or GNU screen;
 * elsewhere `sequence` itself.
 */
export const passThrough = (
	sequence: string,
	env: Readonly<Record<string, string | undefined>>,
): string => {
	switch (findMultiplexer(env)) {
		case 'tmux':
			return `\x1BPtmux;${sequence.replaceAll('\x1B', '\x1B\x1B')}\x1B\\`;
		case 'screen':
			return (sequence.match(new RegExp(`[^]{1,${screenChunkLength}}`, 'g')) ?? [])
				.map(chunk => `\x1BP${chunk}\x1B\\`)
				.join('');
		case undefined:
			return sequence;
	}
};
