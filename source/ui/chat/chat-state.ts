/** What the main view shows beside the client's own state: focus, scroll, selection and the composer. */
import type {Member} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import {
	type ComposerAction,
	type ComposerState,
	createComposer,
	reduceComposer,
} from '../composer/composer-state.ts';
import type {Pane} from '../screen-layout.ts';
import {type ScrollState, scrolledToEnd} from '../timeline/scroll-state.ts';

export type ReplyTarget = {
	readonly seq: number;
	readonly sender: string;
	readonly text: string;
};

export type EditedMessage = {
	readonly seq: number;
	/** What it says now. */
	readonly text: string;
	/** What stood in the composer before. */
	readonly draft: string;
};

export type ChatState = {
	readonly screen: 'chat';
	/** The open conversation. */
	readonly conversation: number | undefined;
	/** The newest `seq` that was read when the conversation was opened: the "new" line follows it. */
	readonly newAfterSeq: number | undefined;
	readonly pane: Pane;
	readonly details: boolean | undefined;
	readonly composer: ComposerState;
	readonly replyTo: ReplyTarget | undefined;
	/** The own message that is being changed in the composer. */
	readonly editing: EditedMessage | undefined;
	readonly scroll: ScrollState;
	/** A message to show as soon as it is in the timeline. */
	readonly jumpSeq: number | undefined;
	/** `key` of the message that keys act on, while the timeline has the focus. */
	readonly selectedItem: string | undefined;
	/** `key` of the messages of blocked people that are shown all the same. */
	readonly unfolded: ReadonlySet<string>;
	/** `seq` of the message that the row under the title shows; `undefined` when there is no such row. */
	readonly newestPin: number | undefined;
	/** `key` of the row under the list's cursor, while the sidebar has the focus. */
	readonly listCursor: string | undefined;
	/** The members of one group as last fetched; `memberCount` tells when they are old. */
	readonly members:
		| {
				readonly conversation: number;
				readonly memberCount: number;
				readonly list: readonly Member[];
		  }
		| undefined;
};

export type ChatAction =
	| {
			readonly type: 'conversation-opened';
			readonly conversation: number;
			/** `undefined` when there is nothing new. */
			readonly readSeq: number | undefined;
			readonly draft: string;
	  }
	| {readonly type: 'composer'; readonly action: ComposerAction}
	| {readonly type: 'reply-started'; readonly replyTo: ReplyTarget}
	| {readonly type: 'reply-cancelled'}
	/** `typed` is what the composer begins with. */
	| {
			readonly type: 'edit-started';
			readonly seq: number;
			readonly text: string;
			readonly typed: string;
	  }
	/** The composer has its draft again. */
	| {readonly type: 'edit-ended'}
	| {readonly type: 'fold-toggled'; readonly itemKey: string}
	| {readonly type: 'newest-pin-changed'; readonly seq: number | undefined}
	| {readonly type: 'message-sent'}
	| {readonly type: 'pane-focused'; readonly pane: Pane}
	| {readonly type: 'details-toggled'; readonly details: boolean}
	| {readonly type: 'scrolled'; readonly scroll: ScrollState}
	| {readonly type: 'jump-started'; readonly seq: number}
	/** The window lost the focus: what comes from now on is new. */
	| {readonly type: 'new-line-moved'; readonly readSeq: number}
	| {readonly type: 'item-selected'; readonly itemKey: string | undefined}
	| {readonly type: 'list-moved'; readonly listCursor: string}
	| {readonly type: 'members-fetched'; readonly members: NonNullable<ChatState['members']>};

export const createChatState = (): ChatState => ({
	screen: 'chat',
	conversation: undefined,
	newAfterSeq: undefined,
	pane: 'composer',
	details: undefined,
	composer: createComposer({lengthMax: limits.textLengthMax}),
	replyTo: undefined,
	editing: undefined,
	scroll: scrolledToEnd,
	jumpSeq: undefined,
	selectedItem: undefined,
	unfolded: new Set(),
	newestPin: undefined,
	listCursor: undefined,
	members: undefined,
});

const openConversation = (
	state: ChatState,
	action: Extract<ChatAction, {type: 'conversation-opened'}>,
): ChatState => ({
	...state,
	conversation: action.conversation,
	newAfterSeq: action.readSeq,
	pane: 'composer',
	composer: reduceComposer(state.composer, {type: 'set-text', text: action.draft}),
	replyTo: undefined,
	editing: undefined,
	scroll: scrolledToEnd,
	jumpSeq: undefined,
	selectedItem: undefined,
	unfolded: new Set(),
	newestPin: undefined,
	listCursor: undefined,
});

/** A second message to edit leaves the draft from before the first. */
const startEditing = (
	state: ChatState,
	{seq, text, typed}: Extract<ChatAction, {type: 'edit-started'}>,
): ChatState => ({
	...focusPane(state, 'composer'),
	composer: reduceComposer(state.composer, {type: 'set-text', text: typed}),
	replyTo: undefined,
	editing: {seq, text, draft: state.editing?.draft ?? state.composer.text},
});

const toggleFold = (state: ChatState, itemKey: string): ChatState => {
	const unfolded = new Set(state.unfolded);
	if (!unfolded.delete(itemKey)) {
		unfolded.add(itemKey);
	}

	return {...state, unfolded};
};

const focusPane = (state: ChatState, pane: Pane): ChatState => ({
	...state,
	pane,
	selectedItem: pane === 'timeline' ? state.selectedItem : undefined,
	listCursor: pane === 'sidebar' ? state.listCursor : undefined,
});

export const reduceChat = (state: ChatState, action: ChatAction): ChatState => {
	switch (action.type) {
		case 'conversation-opened':
			return openConversation(state, action);
		case 'composer':
			return {...state, composer: reduceComposer(state.composer, action.action)};
		case 'reply-started':
			return {
				...focusPane(reduceChat(state, {type: 'edit-ended'}), 'composer'),
				replyTo: action.replyTo,
			};
		case 'reply-cancelled':
			return {...state, replyTo: undefined};
		case 'edit-started':
			return startEditing(state, action);
		case 'edit-ended': {
			const text = state.editing?.draft ?? state.composer.text;
			const composer = reduceComposer(state.composer, {type: 'set-text', text});
			return {...state, composer, editing: undefined};
		}

		case 'fold-toggled':
			return toggleFold(state, action.itemKey);
		case 'newest-pin-changed':
			return {...state, newestPin: action.seq};
		case 'message-sent':
			return {
				...state,
				composer: reduceComposer(state.composer, {type: 'sent'}),
				replyTo: undefined,
				newAfterSeq: undefined,
				scroll: scrolledToEnd,
				selectedItem: undefined,
			};
		case 'pane-focused':
			return focusPane(state, action.pane);
		case 'details-toggled':
			return {...state, details: action.details};
		case 'scrolled':
			return {...state, scroll: action.scroll, jumpSeq: undefined};
		case 'jump-started':
			return {...state, jumpSeq: action.seq};
		case 'new-line-moved':
			return {...state, newAfterSeq: action.readSeq};
		case 'item-selected':
			return {...state, selectedItem: action.itemKey};
		case 'list-moved':
			return {...state, listCursor: action.listCursor};
		case 'members-fetched':
			return {...state, members: action.members};
	}
};
