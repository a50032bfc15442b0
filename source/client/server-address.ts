/** Reads `HOST:PORT` as people write it. */

export const defaultPort = 7800;

export type ServerAddress = {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** `HOST:PORT` in its one spelling: names accounts and pins. */
	readonly text: string;
};

/** `HOST`, `HOST:PORT` or `[IPv6]:PORT`; `undefined` when it is none of these. */
export const parseServerAddress = (text: string): ServerAddress | undefined => {
	const {
		ipv6,
		name,
		port: portText,
	} = /^(?:\[(?<ipv6>[0-9a-f:.]+(?:%[\w.-]+)?)\]|(?<name>[^\s:[\]/]+))(?::(?<port>\d{1,5}))?$/i.exec(
		text.trim(),
	)?.groups ?? {};
	const host = (ipv6 ?? name)?.toLowerCase();
	const port = portText === undefined ? defaultPort : Number(portText);
	if (host === undefined || port < 1 || port > 65_535) {
		return undefined;
	}

	return {host, port, text: `${ipv6 === undefined ? host : `[${host}]`}:${port}`};
};
