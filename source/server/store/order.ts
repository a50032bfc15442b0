/** What every node of the server is told to do: it is stored, so that none misses it, and not part of any log. */

export type Order =
	/** Ends all connections of the account; its devices may come back. */
	| {readonly act: 'kick'; readonly account: number; readonly reason: string}
	/** Ends the connections of one device, or of all devices, for good. */
	| {
			readonly act: 'end-sessions';
			readonly account: number;
			readonly device: number | 'all';
			readonly reason: string;
	  }
	/** The banned addresses have changed; whoever they mean is disconnected. */
	| {readonly act: 'load-bans'}
	/** `at`: milliseconds since 1970. */
	| {
			readonly act: 'plan-shutdown';
			readonly node?: string | undefined;
			readonly at: number;
			readonly reason?: string | undefined;
	  }
	| {readonly act: 'cancel-shutdown'; readonly node?: string | undefined};
