/** Standard output for scripts: lines or one JSON object a line, harmless to a terminal, gone before the program ends. */
import {once} from 'node:events';
import {sanitizeText} from '../terminal/sanitize-text.ts';

/**
 * What terminals obey or hide though JSON lets it stand: DEL, 8-bit controls, what turns or hides text. The joiners and
 * selectors of emoji and words do no harm.
 */
const unprintable =
	/(?!\u200C|\u200D|\p{Variation_Selector})[\x7F-\x9F\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escapeUnits = (character: string): string =>
	character
		.split('')
		.map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
		.join('');

const write = async (text: string): Promise<void> => {
	if (!process.stdout.write(text)) {
		await once(process.stdout, 'drain');
	}
};

/** May be several lines. */
export const printLine = (line: string): Promise<void> => write(`${sanitizeText(line)}\n`);

/** Means the same to whoever parses it, whatever is escaped. */
export const printObject = (object: unknown): Promise<void> =>
	write(`${JSON.stringify(object).replace(unprintable, escapeUnits)}\n`);

/** To standard error, behind the program's name. */
export const printFailure = (words: string): void => {
	process.stderr.write(`chat-tui: ${sanitizeText(words)}\n`);
};
