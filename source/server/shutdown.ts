/** The planned end of this node: everyone who is connected to it is warned when it is planned, moved or called off. */
import type {Hub} from './hub.ts';

export class Shutdown {
	readonly #hub: Hub;
	#timer: NodeJS.Timeout | undefined;
	#reason: string | undefined;
	readonly #resolve: (reason: string | undefined) => void;
	/** Resolves with the reason when the time has come. */
	readonly due: Promise<string | undefined>;

	constructor(hub: Hub) {
		this.#hub = hub;
		const {promise, resolve} = Promise.withResolvers<string | undefined>();
		this.due = promise;
		this.#resolve = resolve;
	}

	/** The server is closing, by whatever reason. */
	isOver = false;

	get isPlanned(): boolean {
		return this.#timer !== undefined;
	}

	/** `at`: milliseconds since 1970. A second plan replaces the first. */
	plan(at: number, reason: string | undefined): void {
		clearTimeout(this.#timer);
		this.#reason = reason;
		this.#timer = setTimeout(() => this.#resolve(reason), Math.max(0, at - Date.now()));
		this.#announce(at);
	}

	cancel(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#reason = undefined;
		this.#announce(undefined);
	}

	#announce(at: number | undefined): void {
		const body = {
			...(at === undefined ? {} : {at}),
			...(this.#reason === undefined ? {} : {reason: this.#reason}),
		};
		// Other nodes have the order too, if they are meant.
		this.#hub.relay({to: 'all', event: 'shutdown-announced', body});
	}
}
