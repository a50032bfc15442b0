/** Tells the server how far this account has read: at once, then at most a few times a second. */
import {ProtocolError} from '../protocol/errors.ts';
import {moveReadMarker} from './apply/apply-account-entry.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

const intervalMs = 300;

export type ReadMarkers = ReturnType<typeof createReadMarkers>;

/** `request` gives the present connection's, if there is one. */
export const createReadMarkers = (replica: Replica, request: () => Requester | undefined) => {
	/** Conversations whose marker the server has not been told. What is lost here is told after the next log-in. */
	const untold = new Set<number>();
	let timer: NodeJS.Timeout | undefined;

	const tell = async (conversation: number): Promise<void> => {
		const send = request();
		const seq = replica.store.getState().conversations.get(conversation)?.readSeq;
		if (send === undefined || seq === undefined) {
			return;
		}

		try {
			await send('mark-read', {conversation, seq});
		} catch (error) {
			if (error instanceof ProtocolError && error.code === 'rate-limited') {
				untold.add(conversation);
				schedule();
			}
			// Else there is no connection or no such conversation any more; the next log-in compares markers.
		}
	};

	const tellAll = (): void => {
		timer = undefined;
		if (untold.size === 0) {
			return;
		}

		for (const conversation of untold) {
			void tell(conversation);
		}

		untold.clear();
		schedule();
	};

	const schedule = (): void => {
		timer ??= setTimeout(tellAll, intervalMs);
	};

	const queue = (conversation: number): void => {
		untold.add(conversation);
		if (timer === undefined) {
			tellAll();
		}
	};

	return {
		/** Moves the marker here at once; an older `seq` changes nothing. */
		mark(conversation: number, seq: number): void {
			const known = replica.store.getState().conversations.get(conversation);
			const target = Math.min(seq, known?.head ?? 0);
			if (known !== undefined && target > known.readSeq) {
				replica.change(draft => moveReadMarker(draft, conversation, target));
				queue(conversation);
			}
		},
		/** The server knows the marker up to `toldSeq`: tells it the rest, if there is one. */
		compare(conversation: number, toldSeq: number): void {
			const known = replica.store.getState().conversations.get(conversation);
			if (known !== undefined && known.readSeq > toldSeq) {
				queue(conversation);
			}
		},
		stop(): void {
			clearTimeout(timer);
			timer = undefined;
			untold.clear();
		},
	};
};
