/** Text that terminals open as a link (OSC 8). */

const addressLengthMax = 2_000;
const allowed = /^(?:https?:\/\/|mailto:)/i;
/** OSC 8 takes printable ASCII; everything else is written in percent codes. */
const unprintable = /[^!-~]+/g;

/** The address as a terminal may be told it; `undefined` for one that it is not told. */
export const linkAddress = (address: string): string | undefined => {
	const written = address.toWellFormed().replace(unprintable, encodeURIComponent);
	return allowed.test(written) && written.length <= addressLengthMax ? written : undefined;
};

/** `text` as a link to `address`; `text` itself where the address is none for a terminal. */
export const hyperlink = (text: string, address: string): string => {
	const written = linkAddress(address);
	return written === undefined ? text : `\x1B]8;;${written}\x1B\\${text}\x1B]8;;\x1B\\`;
};
