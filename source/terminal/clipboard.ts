/** Puts text into the clipboard of the person's own computer, through the terminal, over SSH too (OSC 52). */

/** Terminals cut or refuse longer ones. */
const clipboardBytesMax = 74_994;

/** The control sequence, or `undefined` when the text is longer than terminals take. */
export const copySequence = (text: string): string | undefined => {
	const encoded = Buffer.from(text).toString('base64');
	return encoded.length > clipboardBytesMax ? undefined : `\x1B]52;c;${encoded}\x1B\\`;
};
