/** What carries a commit's effects, and passing signals, to whom they concern: the port. */
import type {HubWatch} from '../hub.ts';
import type {Effect} from '../store/store.ts';

/** It is told what the hub follows and signals. */
export type Bus = Omit<HubWatch, 'delivered'> & {
	/** Takes what a commit of this node did, in order. */
	commit(effects: readonly Effect[]): void;
	/** Nothing is carried any more. */
	close(): Promise<void>;
};
