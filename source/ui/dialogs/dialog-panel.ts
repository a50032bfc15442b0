/** The panel of each dialog. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {type Line, line, span} from '../frame/line.ts';
import {type Panel, panelRowsMax, panelWidth} from '../frame/panel.ts';
import {type Keymap, keyHint} from '../keymap.ts';
import type {ScreenSize} from '../screen-layout.ts';
import type {SidebarSource} from '../sidebar/sidebar-rows.ts';
import {stopPanel} from '../sign-in/trust-panel.ts';
import {hintSpans, type KeyHint} from '../status/status-line.ts';
import {text} from '../text.ts';
import {confirmPanel} from './confirm-panel.ts';
import type {Dialog} from './dialog-state.ts';
import {failedMessagePanel} from './failed-message-panel.ts';
import {filePickerPanel} from './file-picker-panel.ts';
import {commandLines, keyLines, markLines, mouseLines} from './help-lines.ts';
import {messageListPanel} from './message-list-panel.ts';
import {reactionPanel} from './reaction-panel.ts';
import {scrolledPanel} from './scrolled-panel.ts';
import {switcherMatches} from './switcher-matches.ts';
import {switcherPanel} from './switcher-panel.ts';

type Surroundings = {readonly size: ScreenSize; readonly keymap: Keymap};

export type DialogSource = Surroundings & {
	/** There is one where the dialog is about it; help does without. */
	readonly client: (SidebarSource & {readonly server: string}) | undefined;
	/** The open conversation. */
	readonly open: number | undefined;
};

const helpWidth = 76;
const outputWidth = 76;

/** The lines that a help or output dialog scrolls through. */
export const dialogLines = (dialog: Dialog, {size, keymap}: Surroundings): readonly Line[] => {
	switch (dialog.kind) {
		case 'help': {
			const width = panelWidth(helpWidth, size);
			return [
				...keyLines(keymap, width),
				...markLines(width),
				...mouseLines(width),
				...commandLines(width),
			];
		}

		case 'output': {
			const width = panelWidth(outputWidth, size);
			return dialog.lines.flatMap(one =>
				wrapToWidth(sanitizeLine(one), width).map(row => line(span('plain', row))),
			);
		}

		default:
			return [];
	}
};

/** `isScrolled`: its lines do not fit. */
const hintsOf = (
	dialog: Dialog,
	{keymap, isScrolled}: {keymap: Keymap; isScrolled: boolean},
): Line => {
	const key = (action: Parameters<typeof keyHint>[1]) => keyHint(keymap, action) ?? '';
	const close = {key: key('cancel'), words: text.status.close};
	const move = `${key('dialog-previous')}${key('dialog-next')}`;
	const confirm = key('dialog-confirm');
	const scrollHints = isScrolled
		? [
				{key: move, words: text.status.scroll},
				close,
				{key: `${key('scroll-page-up')}/${key('scroll-page-down')}`, words: text.status.page},
				{key: `${key('move-line-start')}/${key('move-line-end')}`, words: text.status.ends},
			]
		: [close];
	const hints: Record<Dialog['kind'], readonly KeyHint[]> = {
		help: scrollHints,
		output: scrollHints,
		switcher: [
			{key: move, words: text.status.choose},
			{
				key: confirm,
				words:
					dialog.kind === 'switcher' && dialog.forwards !== undefined
						? text.signIn.send
						: text.status.open,
			},
			close,
		],
		reaction: [
			{key: move, words: text.status.choose},
			{key: confirm, words: text.signIn.send},
			close,
		],
		confirm: [
			...(dialog.kind === 'confirm'
				? [{key: confirm, words: text.confirm[dialog.what].confirm}]
				: []),
			close,
		],
		'message-list': [
			{key: move, words: text.status.choose},
			{key: confirm, words: text.status.open},
			close,
		],
		'file-picker': [
			{key: move, words: text.status.choose},
			{key: confirm, words: text.signIn.send},
			close,
		],
		viewer: [close],
		'failed-message': [
			{key: move, words: text.status.choose},
			{key: confirm, words: text.signIn.send},
			close,
		],
		stopped: [...stoppedHints(dialog, confirm), close],
	};
	return line(...hintSpans(hints[dialog.kind]));
};

const stoppedHints = (dialog: Dialog, confirm: string): readonly KeyHint[] => {
	if (dialog.kind !== 'stopped') {
		return [];
	}

	switch (dialog.reason.code) {
		case 'certificate-unknown':
			return [{key: confirm, words: text.trust.accept}];
		case 'signed-out':
			return [{key: confirm, words: text.signIn.logIn}];
		default:
			return [];
	}
};

/** The viewer is no panel: it fills the screen. */
export const dialogPanel = (
	dialog: Exclude<Dialog, {kind: 'viewer'}>,
	source: DialogSource,
): Panel => {
	const {size, keymap, client} = source;
	const lines = dialogLines(dialog, source);
	const hints = hintsOf(dialog, {keymap, isScrolled: lines.length > panelRowsMax(size)});
	switch (dialog.kind) {
		case 'help':
		case 'output':
			return scrolledPanel({
				title: dialog.kind === 'help' ? text.help.title : dialog.title,
				lines,
				width: dialog.kind === 'help' ? helpWidth : outputWidth,
				offset: dialog.offset,
				size,
				hints,
			});
		case 'switcher': {
			const matches =
				client === undefined
					? []
					: switcherMatches(client, {typed: dialog.query.text, open: source.open});
			const title = dialog.forwards === undefined ? text.switcher.title : text.switcher.forward;
			return switcherPanel(dialog, {title, matches, size, hints});
		}

		case 'failed-message':
			return failedMessagePanel(dialog, {size, hints});
		case 'stopped':
			return stopPanel(dialog.reason, {server: client?.server ?? '', size, hints});
		case 'reaction':
			return reactionPanel(dialog, {size, hints});
		case 'file-picker':
			return filePickerPanel(dialog, {size, hints});
		case 'confirm':
			return confirmPanel(dialog, {size, hints});
		case 'message-list':
			return messageListPanel(dialog, {size, hints});
	}
};
