/** Carries out the orders that were stored since this node began, each once and in their order. */
import type {Order} from '../store/order.ts';

export type OrderFeedOptions = {
	/** The number of the newest order. */
	readLast(): Promise<number>;
	/** Orders after a number, in rising order; empty at their end. */
	readAfter(after: number): Promise<readonly {readonly id: number; readonly order: Order}[]>;
	carryOut(order: Order): void;
	/** Orders are gone that were not read here. */
	onMissed(): void;
	onFailure(error: unknown): void;
};

export class OrderFeed {
	readonly #options: OrderFeedOptions;
	/** The number of the last order that was carried out. */
	#last: number | undefined;
	#isReading = false;
	/** There may be new ones since the last page was asked for. */
	#isRung = false;

	constructor(options: OrderFeedOptions) {
		this.#options = options;
	}

	/** What was ordered before is none of this node's business. @throws what the store throws */
	async begin(): Promise<void> {
		this.#last = await this.#options.readLast();
	}

	/** This node ordered it: it is carried out before anybody is told that it is stored. */
	take(id: number | undefined, order: Order): void {
		if (!this.#isReading && this.#last !== undefined && id === this.#last + 1) {
			this.#last = id;
			this.#options.carryOut(order);
		} else {
			// Others' orders come before it.
			this.ring();
		}
	}

	/** There may be new ones. */
	ring(): void {
		this.#isRung = true;
		if (!this.#isReading && this.#last !== undefined) {
			this.#isReading = true;
			let hasFailed = false;
			this.#readAll(this.#last)
				.catch((error: unknown) => {
					hasFailed = true;
					this.#options.onFailure(error);
				})
				.finally(() => {
					this.#isReading = false;
					if (this.#isRung && !hasFailed) {
						this.ring();
					}
				});
		}
	}

	async #readAll(after: number): Promise<void> {
		let last = after;
		while (this.#isRung) {
			this.#isRung = false;
			for (const {id, order} of await this.#options.readAfter(last)) {
				if (id !== last + 1) {
					this.#options.onMissed();
				}

				last = id;
				this.#last = id;
				this.#isRung = true;
				this.#options.carryOut(order);
			}
		}
	}
}
