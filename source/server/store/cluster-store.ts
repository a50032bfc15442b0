/** What a store that several nodes share offers on top: the orders that each of them carries out. */
import type {Order} from './order.ts';
import type {Store} from './store.ts';

/** Numbered without a hole in the order of commits, from 1. */
export type NumberedOrder = {readonly id: number; readonly order: Order};

export type ClusterStore = Store & {
	/** The number of the newest order, 0 before the first. */
	lastOrder(): Promise<number>;
	/** Those after `after`, the oldest first. Orders older than a day may be forgotten. */
	listOrders(after: number, limit: number): Promise<readonly NumberedOrder[]>;
	/** Resolves when the database answers. @throws when it does not */
	ping(): Promise<void>;
};
