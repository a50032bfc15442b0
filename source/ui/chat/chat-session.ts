/** One account on the screen: its client and the timeline of the open conversation, paced for painting. */
import type {Client, Timeline} from '../../client/client-api.ts';
import type {ClientState, TimelineState} from '../../client/state.ts';
import type {Source, Unsubscribe} from '../observable-store.ts';
import {type PacedSource, paceSource} from '../pace-source.ts';

/** Keys are drawn at once; what comes from the network at most this often. */
const paintIntervalMs = 33;

export type ChatSession = {
	readonly client: Client;
	readonly state: Source<ClientState>;
	/** The open conversation; `undefined` while none is. */
	readonly timelineState: Source<TimelineState | undefined>;
	/** Follows another conversation; the timeline before it is closed. */
	openTimeline(conversation: number): void;
	getTimeline(): Timeline | undefined;
	/** Closes the timeline and stops the client. */
	close(): Promise<void>;
};

export const createChatSession = (client: Client): ChatSession => {
	const state = paceSource(client, paintIntervalMs);
	const listeners = new Set<() => void>();
	let timeline: Timeline | undefined;
	let paced: PacedSource<TimelineState> | undefined;

	const tell = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	const closeTimeline = () => {
		paced?.close();
		timeline?.close();
		paced = undefined;
		timeline = undefined;
	};

	return {
		client,
		state,
		timelineState: {
			getState: () => timeline?.getState(),
			subscribe(listener: () => void): Unsubscribe {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		openTimeline(conversation) {
			closeTimeline();
			timeline = client.openTimeline(conversation);
			paced = paceSource(timeline, paintIntervalMs);
			paced.subscribe(tell);
			tell();
		},
		getTimeline: () => timeline,
		async close() {
			closeTimeline();
			state.close();
			await client.stop();
		},
	};
};
