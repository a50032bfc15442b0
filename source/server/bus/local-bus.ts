/** The bus of a server that is one process: the hub gets everything at once. */
import type {Entry} from '../../protocol/entries.ts';
import type {Hub} from '../hub.ts';
import type {Effect} from '../store/store.ts';
import {keepAlone} from '../throttles.ts';
import type {Bus, BusHost, Peers} from './bus.ts';

const noPeers: Peers = {
	isBlind: false,
	nodes: [],
	presenceOf: () => undefined,
	online: () => [],
	tell: () => undefined,
};

const tellNobody = (): void => undefined;

export class LocalBus implements Bus {
	readonly peers = noPeers;
	readonly share = keepAlone;
	readonly followed = tellNobody;
	readonly reached = tellNobody;
	readonly chose = tellNobody;
	readonly unfollowed = tellNobody;
	readonly signalled = tellNobody;
	readonly #hub: Hub;
	#host: BusHost | undefined;

	constructor(hub: Hub) {
		this.#hub = hub;
	}

	start(host: BusHost): Promise<void> {
		this.#host = host;
		return Promise.resolve();
	}

	commit(effects: readonly Effect[]): void {
		let entries: Entry[] = [];
		for (const effect of effects) {
			if (effect.kind === 'entry-appended') {
				entries.push(effect.entry);
				continue;
			}

			this.#hub.deliver(entries);
			entries = [];
			if (effect.kind === 'call') {
				effect.run();
			} else {
				this.#host?.carryOut(effect.order);
			}
		}

		this.#hub.deliver(entries);
	}

	close(): Promise<void> {
		return Promise.resolve();
	}
}
