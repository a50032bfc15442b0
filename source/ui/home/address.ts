/** Reads the address of a server as people type it. */

export const defaultPort = 7800;

const pattern = /^(?<host>\[[0-9a-f:.]+\]|[^\s:[\]]+)(?::(?<port>\d{1,5}))?$/iu;

/** `HOST`, `HOST:PORT` or `[IPV6]:PORT` → `HOST:PORT`; `undefined` when it is none of these. */
export const parseAddress = (typed: string): string | undefined => {
	const {host, port} = pattern.exec(typed.trim())?.groups ?? {};
	const number = port === undefined ? defaultPort : Number(port);
	return host === undefined || number < 1 || number > 65_535 ? undefined : `${host}:${number}`;
};
