/** The pinned messages of the open conversation: what they say, and the list to go to them. */
import type {Client} from '../../client/client-api.ts';
import {messageWords} from '../../client/message-words.ts';
import type {MessageBody, TimelineItem} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {showNotice} from '../screen-host.ts';
import {text} from '../text.ts';
import type {ChatScene} from './chat-scene.ts';

const bodyOf = (item: TimelineItem | undefined): MessageBody | undefined =>
	item?.body.kind === 'message-sent' ? item.body : undefined;

/** One sanitized line for a pinned message, also where the local copy does not have it. */
export const pinWords = (item: TimelineItem | undefined): string => {
	const body = bodyOf(item);
	if (item === undefined || body === undefined) {
		return text.timeline.unknownReply;
	}

	const said = body.isFolded
		? text.timeline.folded
		: body.isRecalled
			? text.timeline.recalled
			: messageWords(body);
	return `${item.sender?.name === undefined ? '' : `${sanitizeLine(item.sender.name)}: `}${sanitizeLine(said)}`;
};

/** The message as the timeline has it, or the local copy. */
export const findPinned = (
	client: Client,
	items: readonly TimelineItem[],
	place: {readonly conversation: number; readonly seq: number},
): TimelineItem | undefined =>
	items.find(({seq}) => seq === place.seq) ?? client.readMessage(place);

/** Newest first. */
export const listPins = ({host, client, conversation, timeline}: ChatScene): void => {
	const pins = conversation?.pins ?? [];
	if (conversation === undefined || pins.length === 0) {
		showNotice(host, 'done', text.chat.noPins);
		return;
	}

	const rows = pins.toReversed().map(seq => ({
		seq,
		label: pinWords(
			findPinned(client, timeline?.items ?? [], {conversation: conversation.id, seq}),
		),
	}));
	host.view.dispatch({
		type: 'dialog-opened',
		dialog: {kind: 'message-list', title: text.chat.pins, rows, cursor: 0},
	});
};
