/** A prepared scenario: everybody connected, every sender with a way to make its next frame. */
import type {Connection} from './connection.ts';

export type Sender = {
	readonly connection: Connection;
	/** The connection on which the end of a send shows: a reply, or on the floor the delivery. */
	readonly witness: Connection;
	/** A frame ready to be written; `requestId` comes back at the witness. */
	readonly nextFrame: (requestId: number) => Buffer;
};

export type Stage = {
	readonly connections: readonly Connection[];
	readonly senders: readonly Sender[];
	/** How many connections get each message. */
	readonly copies: number;
};
