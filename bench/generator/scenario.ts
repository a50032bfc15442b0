/** What the generator plays: who sends, how much is in flight, and who gets a copy. */

/** Bytes of each message's text. */
export const bodyBytes = 200;

export type Scenario =
	/** `senders` members of one group keep `window` messages in flight each. */
	| {
			readonly kind: 'group';
			readonly members: number;
			readonly senders: number;
			readonly window: number;
	  }
	/** The first of each pair writes to the second and keeps `window` messages in flight. */
	| {readonly kind: 'pairs'; readonly pairs: number; readonly window: number};

export const senderCount = (scenario: Scenario): number =>
	scenario.kind === 'group' ? scenario.senders : scenario.pairs;

export const connectionCount = (scenario: Scenario): number =>
	scenario.kind === 'group' ? scenario.members : scenario.pairs * 2;
