/** Where a connection truly comes from: whom a trusted proxy speaks for, else the peer of the socket itself. */
import type {Duplex} from 'node:stream';

/** What a session reads from and writes to: a socket, or whatever behaves as one. */
export type PeerStream = Duplex & {
	readonly remoteAddress?: string | undefined;
	readonly remotePort?: number | undefined;
	/** What was written, with what still waits. */
	readonly bytesWritten: number;
};

type Peer = Pick<PeerStream, 'remoteAddress' | 'remotePort'>;

/** Of connections through a proxy only: the others need no room here. */
const tellings = new WeakMap<Peer, string>();

/** From now on the connection counts as one from `address`; empty: not known yet. */
export const setAddress = (peer: Peer, address: string): void => {
	tellings.set(peer, address);
};

/** What goes through `under`, such as TLS, comes from the same address. */
export const inheritAddress = (peer: Peer, under: Peer): void => {
	const address = tellings.get(under);
	if (address !== undefined) {
		tellings.set(peer, address);
	}
};

/** For throttles, bans and logs; empty when nobody knows. */
export const addressOf = (peer: Peer): string => tellings.get(peer) ?? peer.remoteAddress ?? '';

/** Names a connection, whether by its TCP socket or by what goes through it. Two never have one name. */
export const peerOf = ({remoteAddress, remotePort}: Peer): string =>
	`${remoteAddress} ${remotePort}`;
