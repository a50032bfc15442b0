/** Everything that a device shows a person and that all devices of the account share. */
import type {Client} from '../../source/client/client-api.ts';
import {waitFor} from '../helpers/wait-for.ts';
import type {View} from './order.ts';

const waitMs = 20_000;

/** Everything in a conversation as a person sees it, from its beginning. */
const readTimeline = async (client: Client, conversation: number): Promise<unknown> => {
	const timeline = client.openTimeline(conversation);
	try {
		await waitFor(
			() => {
				timeline.loadOlder();
				return !timeline.getState().isLoading && !timeline.getState().hasOlder;
			},
			`the whole timeline of ${conversation}`,
			waitMs,
		);
		// What was refused waits for a decision on the device where it was written.
		const stored = timeline.getState().items.filter(({seq}) => seq !== undefined);
		return stored.map(({seq, sender, at, delivery, body}) => ({
			seq,
			sender: sender?.name,
			at,
			delivery,
			body,
		}));
	} finally {
		timeline.close();
	}
};

/** Reads it, scrolling each conversation up to its beginning. */
export const readView = async (client: Client): Promise<View> => {
	const {account, presence, preferences, talkBan, friends, blocked, conversations} =
		client.getState();
	const shown = [...conversations.values()]
		.filter(({isLeft}) => !isLeft)
		.map(({draft: _draft, unreadFrom: _from, ...conversation}) => conversation)
		.sort((one, other) => one.id - other.id);
	const timelines: Record<string, unknown> = {};
	for (const {id} of shown) {
		timelines[id] = await readTimeline(client, id);
	}

	const {presence: _presence, seenAt: _seenAt, ...profile} = account;
	const view = {
		profile,
		presence,
		preferences,
		talkBan,
		friends: [...friends].sort(([one], [other]) => one - other),
		blocked: [...blocked].sort(),
		conversations: Object.fromEntries(shown.map(conversation => [conversation.id, conversation])),
		timelines,
	};
	// As it travels: without what is undefined.
	return JSON.parse(JSON.stringify(view)) as View;
};
