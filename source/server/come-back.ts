/** When the clients of a node that stops shall try to come back. Pure. */

/** A server that is one process needs a moment to begin anew. */
const aloneMs = 2_000;
/** Other nodes are there now: they get so many clients in a second from one that stops. */
const clientsPerSecond = 500;
const spreadMsMax = 30_000;

/**
 * Milliseconds for one of `clients`, to which clients add a random part of their own.
 *
 * @param random from 0 to below 1
 */
export const comeBackMs = (
	{clients, hasPeers}: {clients: number; hasPeers: boolean},
	random: () => number,
): number =>
	hasPeers
		? Math.round(random() * Math.min(spreadMsMax, (clients / clientsPerSecond) * 1_000))
		: aloneMs;
