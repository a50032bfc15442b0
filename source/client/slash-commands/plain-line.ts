/** Makes a line safe to print: names and titles come from the network. */

// Control characters (C0, DEL, C1), line separators, and the marks that turn the direction of what follows (UAX #9).
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const plainLine = (text: string): string => text.replace(unsafe, '');
