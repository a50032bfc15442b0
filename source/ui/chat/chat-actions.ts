/** What keys do in the main view wherever the focus is, and which pane gets the others. */
import {createSwitcher} from '../dialogs/dialog-state.ts';
import {openFolder} from '../dialogs/file-picker.ts';
import type {InputLayer} from '../input/layer.ts';
import type {ActionName} from '../key-table.ts';
import {keyHint} from '../keymap.ts';
import {showNotice} from '../screen-host.ts';
import {detailsColumnsMin, type Pane, sidebarColumnsMin} from '../screen-layout.ts';
import {focusSidebar, sidebarLayer} from '../sidebar/sidebar-actions.ts';
import {text} from '../text.ts';
import {type ChatScene, readScene} from './chat-scene.ts';
import {composerLayer, editComposer} from './composer-actions.ts';
import {openConversationAt, openNextUnread, stepConversation} from './conversation-actions.ts';
import {openGallery} from './gallery-actions.ts';
import {
	scrollPages,
	scrollRows,
	scrollToFirstUnread,
	scrollToNewest,
	scrollToOldest,
} from './scroll-actions.ts';
import {selectNewest} from './select-actions.ts';
import {timelineLayer} from './timeline-actions.ts';

const focusPane = (scene: ChatScene, pane: Pane): void => {
	if (pane === 'sidebar') {
		focusSidebar(scene);
	} else if (pane === 'timeline') {
		selectNewest(scene);
	} else {
		scene.dispatch({type: 'pane-focused', pane});
	}
};

const focusNeighbour = (scene: ChatScene, step: 1 | -1): void => {
	const hasMessages = (scene.timeline?.items.length ?? 0) > 0;
	const panes: readonly Pane[] = hasMessages
		? ['sidebar', 'timeline', 'composer']
		: ['sidebar', 'composer'];
	const index = panes.indexOf(scene.chat.pane);
	focusPane(scene, panes[(index + step + panes.length) % panes.length] ?? 'composer');
};

/** Beside the messages on a wide screen, in their place on others. */
const toggleDetails = ({chat, host, dispatch}: ChatScene): void => {
	const {columns} = host.view.getState().size;
	if (columns >= detailsColumnsMin) {
		dispatch({type: 'details-toggled', details: chat.details === false});
	} else {
		dispatch({type: 'pane-focused', pane: chat.pane === 'details' ? 'composer' : 'details'});
	}
};

/** Escape: takes back one thing, the innermost first; on a narrow screen finally shows the list. */
const cancel = (scene: ChatScene): void => {
	const {host, chat, dispatch} = scene;
	const {notice, size} = host.view.getState();
	if (chat.pane !== 'composer') {
		dispatch({type: 'pane-focused', pane: 'composer'});
	} else if (chat.composer.completion !== undefined) {
		editComposer(scene, {type: 'cancel-completion'});
	} else if (chat.editing !== undefined) {
		dispatch({type: 'edit-ended'});
	} else if (chat.replyTo !== undefined) {
		dispatch({type: 'reply-cancelled'});
	} else if (notice !== undefined) {
		host.view.dispatch({type: 'notice-dismissed'});
	} else if (chat.scroll.kind === 'anchored') {
		scrollToNewest(scene);
	} else if (size.columns < sidebarColumnsMin) {
		focusSidebar(scene);
	}
};

/** Ctrl-C empties the composer; with nothing in it, twice leaves the program. */
const interrupt = (scene: ChatScene): void => {
	const {host, chat, dispatch} = scene;
	const warning = text.chat.quitAgain(keyHint(host.keymap, 'interrupt') ?? '');
	if (chat.pane !== 'composer') {
		dispatch({type: 'pane-focused', pane: 'composer'});
	} else if (chat.editing !== undefined) {
		dispatch({type: 'edit-ended'});
	} else if (chat.composer.text !== '') {
		editComposer(scene, {type: 'clear'});
	} else if (host.view.getState().notice?.text === warning) {
		host.quit();
	} else {
		showNotice(host, 'done', warning);
	}
};

const chatActions: Partial<Record<ActionName, (scene: ChatScene) => void>> = {
	'open-switcher': ({host}) =>
		host.view.dispatch({type: 'dialog-opened', dialog: createSwitcher()}),
	'next-unread': openNextUnread,
	'first-unread': scrollToFirstUnread,
	'next-conversation': scene => stepConversation(scene, 1),
	'previous-conversation': scene => stepConversation(scene, -1),
	'scroll-page-up': scene => scrollPages(scene, -1),
	'scroll-page-down': scene => scrollPages(scene, 1),
	'scroll-line-up': scene => scrollRows(scene, -1),
	'scroll-line-down': scene => scrollRows(scene, 1),
	'scroll-to-start': scrollToOldest,
	'scroll-to-end': scrollToNewest,
	'focus-next-pane': scene => focusNeighbour(scene, 1),
	'focus-previous-pane': scene => focusNeighbour(scene, -1),
	'toggle-details': toggleDetails,
	'pick-file': ({host}) =>
		host.view.dispatch({type: 'dialog-opened', dialog: openFolder(process.cwd())}),
	'list-files': scene => openGallery(scene, 'all'),
	reconnect: ({client}) => client.reconnect(),
	cancel,
	interrupt,
};

const numberedConversation = /^open-conversation-(\d)$/;

const actInChat = (scene: ChatScene, action: ActionName): boolean => {
	const place = numberedConversation.exec(action)?.[1];
	if (place !== undefined) {
		openConversationAt(scene, Number(place) - 1);
		return true;
	}

	const act = chatActions[action];
	act?.(scene);
	return act !== undefined;
};

const paneLayer = (scene: ChatScene): InputLayer => {
	const writeInComposer: InputLayer['write'] = input => {
		scene.dispatch({type: 'pane-focused', pane: 'composer'});
		editComposer(readScene(scene.host) ?? scene, input);
	};
	switch (scene.chat.pane) {
		case 'composer':
			return composerLayer(scene);
		case 'timeline':
			return timelineLayer(scene, writeInComposer);
		case 'sidebar':
			return sidebarLayer(scene, writeInComposer);
		case 'details':
			return {
				contexts: ['global'],
				isTextField: false,
				act: () => false,
				write: writeInComposer,
			};
	}
};

export const chatLayer = (scene: ChatScene): InputLayer => {
	const layer = paneLayer(scene);
	return {...layer, act: action => layer.act(action) || actInChat(scene, action)};
};
