/** `#everyone`: the conversation that every account is in from its registration on. */
import {defaultGroupSettings} from './defaults.ts';
import type {Store} from './store/store.ts';

/** No group can take it: the name is in use from the first start. */
export const everyoneName = 'everyone';

export const ensureEveryone = (store: Store): Promise<void> =>
	store.transact(async ({conversations, entries}) => {
		if ((await conversations.findByName(everyoneName)) === undefined) {
			const log = await conversations.add({
				kind: 'everyone',
				name: everyoneName,
				settings: defaultGroupSettings,
			});
			const content = {name: everyoneName};
			await entries.append({log, kind: 'conversation-created', content});
		}
	});
