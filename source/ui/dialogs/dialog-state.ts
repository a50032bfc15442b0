/** What stands in front of the screen: at most one dialog at a time. */
import type {MessagePlace} from '../../client/client-api.ts';
import type {MessageFile, StopReason} from '../../client/state.ts';
import type {GalleryKind} from '../chat/gallery-actions.ts';
import type {ComposerAction} from '../composer/composer-state.ts';
import {createTextField, reduceTextField, type TextField} from '../text-field.ts';

/** A message that is to be passed on. */
export type ForwardedMessage = {readonly message: MessagePlace; readonly text: string};

/** `offset` counts the lines hidden above, `cursor` the lines to choose from. */
export type Dialog =
	| {readonly kind: 'help'; readonly offset: number}
	| {
			readonly kind: 'switcher';
			readonly query: TextField;
			readonly cursor: number;
			/** What is chosen gets this message, and is not opened. */
			readonly forwards: ForwardedMessage | undefined;
	  }
	/** Which emoji to give to a message, or to take back. */
	| {
			readonly kind: 'reaction';
			readonly message: MessagePlace;
			readonly given: readonly {readonly emoji: string; readonly isOwn: boolean}[];
			readonly query: TextField;
			readonly cursor: number;
	  }
	/** Whether a message shall go: for this account, or for everyone. */
	| {
			readonly kind: 'confirm';
			readonly what: 'hide' | 'recall';
			readonly message: MessagePlace;
			readonly text: string;
	  }
	/** Whether a key shall part from somebody; `text` is the name. */
	| {
			readonly kind: 'confirm';
			readonly what: 'block' | 'unfriend';
			readonly command: string;
			readonly text: string;
	  }
	/** Messages of the open conversation to go to; labels are sanitized. */
	| {
			readonly kind: 'message-list';
			readonly title: string;
			readonly rows: readonly {readonly seq: number; readonly label: string}[];
			readonly cursor: number;
			/** They are the files of this kind: Left and Right change it. */
			readonly gallery?: GalleryKind;
	  }
	/** Which file of this computer to send. */
	| {
			readonly kind: 'file-picker';
			readonly folder: string;
			readonly entries: readonly {readonly name: string; readonly isFolder: boolean}[];
			readonly query: TextField;
			readonly cursor: number;
	  }
	/** A picture that fills the screen. */
	| {readonly kind: 'viewer'; readonly place: MessagePlace; readonly file: MessageFile}
	/** What a command answered, when it does not fit the hint line. */
	| {
			readonly kind: 'output';
			readonly title: string;
			readonly lines: readonly string[];
			readonly offset: number;
	  }
	/** What to do with a message that the server refused. */
	| {
			readonly kind: 'failed-message';
			readonly id: string;
			readonly text: string;
			readonly error: string | undefined;
			readonly cursor: number;
	  }
	/** The client waits for a decision of a person. */
	| {readonly kind: 'stopped'; readonly reason: StopReason};

export type DialogAction =
	| {readonly type: 'query-edited'; readonly action: ComposerAction}
	| {readonly type: 'cursor-moved'; readonly cursor: number}
	| {readonly type: 'scrolled'; readonly offset: number};

const queryLengthMax = 64;

export const createSwitcher = (forwards?: ForwardedMessage): Dialog => ({
	kind: 'switcher',
	query: createTextField(queryLengthMax),
	cursor: 0,
	forwards,
});

export const createReactionPicker = (
	message: MessagePlace,
	given: readonly {readonly emoji: string; readonly isOwn: boolean}[],
): Dialog => ({
	kind: 'reaction',
	message,
	given,
	query: createTextField(queryLengthMax),
	cursor: 0,
});

export const reduceDialog = (dialog: Dialog, action: DialogAction): Dialog => {
	switch (action.type) {
		case 'query-edited':
			return 'query' in dialog
				? {...dialog, query: reduceTextField(dialog.query, action.action), cursor: 0}
				: dialog;
		case 'cursor-moved':
			return 'cursor' in dialog ? {...dialog, cursor: Math.max(0, action.cursor)} : dialog;
		case 'scrolled':
			return 'offset' in dialog ? {...dialog, offset: Math.max(0, action.offset)} : dialog;
	}
};
