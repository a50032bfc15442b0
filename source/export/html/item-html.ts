/** One item of a conversation as HTML: a message with all that was done to it, or a notice. */
import type {MessageBody, TimelineItem} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {exportWords} from '../export-words.ts';
import {fileHtml} from './file-html.ts';
import {type Html, html, none} from './html.ts';
import {messageTextHtml} from './message-text-html.ts';

export type ItemContext = {
	readonly ownName: string;
	/** From the page to the export's folder, `../`. */
	readonly root: string;
	/** Where the message's file is in the export. */
	readonly filePath: string | undefined;
	/** What an edited message said before, the oldest first. */
	readonly versions: readonly {readonly at: number; readonly text: string}[];
	/** Whether the name of the sender stands above it. */
	readonly isFirst: boolean;
	/** The page that shows the message; `undefined` where none does. */
	pageOf(seq: number): string | undefined;
};

const coloursCount = 8;

const person = (name: string): Html => html`<bdi>${sanitizeLine(name)}</bdi>`;

const replyHtml = ({replyTo}: MessageBody, {pageOf}: ItemContext): Html => {
	if (replyTo === undefined) {
		return none;
	}

	const {seq, sender, text} = replyTo;
	const page = pageOf(seq);
	const who = sender === undefined ? none : html`<b>${person(sender)}</b> `;
	const quote = html`${who}<bdi>${sanitizeLine(text === undefined || text === '' ? exportWords.unknownReply : text)}</bdi>`;
	return page === undefined
		? html`<span class="reply">${quote}</span>`
		: html`<a class="reply" href="${page}#m${seq}">${quote}</a>`;
};

const versionsHtml = ({editedAt}: MessageBody, {versions, ownName}: ItemContext): Html => {
	if (editedAt === undefined) {
		return none;
	}

	const before = versions.slice(0, -1);
	const summary = exportWords.edited(editedAt);
	return before.length === 0
		? html`<div class="mark">${summary}</div>`
		: html`<details><summary>${summary}</summary><ol class="versions">${before.map(
				({at, text}) => html`<li>${exportWords.moment(at)}${messageTextHtml(text, ownName)}</li>`,
			)}</ol></details>`;
};

const reactionsHtml = ({reactions}: MessageBody): Html =>
	reactions.length === 0
		? none
		: html`<ul class="reactions">${reactions.map(
				({emoji, accounts}) =>
					html`<li title="${accounts.map(({name}) => sanitizeLine(name)).join(', ')}">${sanitizeLine(emoji)} ${accounts.length}</li>`,
			)}</ul>`;

const bodyHtml = (body: MessageBody, context: ItemContext): Html => {
	if (body.isRecalled) {
		return html`<div class="gone">${exportWords.recalled}</div>`;
	}

	const forwarded =
		body.forwarded === undefined
			? none
			: html`<div class="forwarded">${exportWords.forwarded} ${person(body.forwarded.sender)}, ${exportWords.moment(body.forwarded.at)}</div>`;
	const file = body.file === undefined ? none : fileHtml(body.file, context.filePath, context.root);
	const pinned = body.isPinned ? html`<div class="mark">📌 ${exportWords.pinned}</div>` : none;
	return html`${replyHtml(body, context)}${forwarded}${file}${messageTextHtml(body.text, context.ownName, body.isAction)}${versionsHtml(body, context)}${pinned}${reactionsHtml(body)}`;
};

/** One line of the page's source. */
export const itemHtml = (item: TimelineItem, context: ItemContext): Html => {
	const {seq, at, body, sender, isOwn} = item;
	if (body.kind !== 'message-sent') {
		return html`<p class="event" id="m${seq ?? ''}"><bdi>${exportWords.notice(item)}</bdi></p>\n`;
	}

	const classes = ['message', isOwn ? 'own' : '', context.isFirst ? 'first' : ''].filter(Boolean);
	const colour = `n${(sender?.id ?? 0) % coloursCount}`;
	const name = context.isFirst
		? html`<span class="name ${colour}">${person(sender?.name ?? '')}</span>`
		: none;
	return html`<article class="${classes.join(' ')}" id="m${seq ?? ''}"><time datetime="${new Date(at).toISOString()}" title="${exportWords.moment(at)}">${exportWords.time(at)}</time><div class="bubble">${name}${bodyHtml(body, context)}</div></article>\n`;
};
