/** The bus of a server that is one process: the hub gets everything at once. */
import type {Entry} from '../../protocol/entries.ts';
import type {Hub} from '../hub.ts';
import type {Order} from '../store/order.ts';
import type {Bus} from './bus.ts';

export const createLocalBus = (hub: Hub, carryOut: (order: Order) => void): Bus => ({
	commit(effects) {
		let entries: Entry[] = [];
		for (const effect of effects) {
			if (effect.kind === 'entry-appended') {
				entries.push(effect.entry);
				continue;
			}

			hub.deliver(entries);
			entries = [];
			if (effect.kind === 'call') {
				effect.run();
			} else {
				carryOut(effect.order);
			}
		}

		hub.deliver(entries);
	},
	followed: () => undefined,
	unfollowed: () => undefined,
	signalled: () => undefined,
	close: () => Promise.resolve(),
});
