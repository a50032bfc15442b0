/** Which addresses are this machine's own. */

/** `127.0.0.0/8` (RFC 1122, section 3.2.1.3), also mapped into IPv6, and `::1` (RFC 4291, section 2.5.3). */
export const isLoopback = (address: string): boolean =>
	address === '::1' || /^(?:::ffff:)?127\./.test(address);
