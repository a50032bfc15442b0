/** Reads `HOST:PORT` and `wss://HOST/ws` as people write them. */

export const defaultPort = 7800;
const defaultPath = '/ws';

export type ServerAddress = {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** `HOST:PORT` or `wss://HOST/ws` in its one spelling: names accounts and pins. */
	readonly text: string;
	/** What is spoken there is WebSocket; `isSecure`: in TLS (`wss`). */
	readonly webSocket?: {readonly isSecure: boolean};
};

const parseUrl = (text: string): ServerAddress | undefined => {
	if (!URL.canParse(text)) {
		return undefined;
	}

	const {protocol, hostname, host, port: portText, pathname, username, password} = new URL(text);
	const isSecure = protocol === 'wss:';
	const port = portText === '' ? (isSecure ? 443 : 80) : Number(portText);
	const path = pathname === '/' ? defaultPath : pathname;
	const isPlain = username === '' && password === '' && !/[?#]/.test(text);
	if (!isPlain || port < 1 || hostname === '' || !/^\/[\w.~/-]{0,100}$/.test(path)) {
		return undefined;
	}

	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port,
		text: `${protocol}//${host}${path}`,
		webSocket: {isSecure},
	};
};

/** `HOST`, `HOST:PORT`, `[IPv6]:PORT`, `wss://HOST[:PORT][/PATH]` or `ws://…`; `undefined` when it is none of these. */
export const parseServerAddress = (text: string): ServerAddress | undefined => {
	const plain = text.trim();
	if (/^wss?:\/\//i.test(plain)) {
		return parseUrl(plain);
	}

	const {
		ipv6,
		name,
		port: portText,
	} = /^(?:\[(?<ipv6>[0-9a-f:.]+(?:%[\w.-]+)?)\]|(?<name>[^\s:[\]/]+))(?::(?<port>\d{1,5}))?$/i.exec(
		plain,
	)?.groups ?? {};
	const host = (ipv6 ?? name)?.toLowerCase();
	const port = portText === undefined ? defaultPort : Number(portText);
	if (host === undefined || port < 1 || port > 65_535) {
		return undefined;
	}

	return {host, port, text: `${ipv6 === undefined ? host : `[${host}]`}:${port}`};
};

/** Whether what is spoken there can be read by whoever is between. `insecure`: somebody has asked for it. */
export const isUnencrypted = ({webSocket}: ServerAddress, insecure: boolean): boolean =>
	webSocket === undefined ? insecure : !webSocket.isSecure;

export const isThisMachine = ({host}: ServerAddress): boolean =>
	host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
