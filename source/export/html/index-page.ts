/** The first page of an export: whose it is, what of it is here, and the way to each conversation. */
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import type {AccountObject} from '../account-object.ts';
import type {ExportedConversation} from '../export-conversation.ts';
import {exportWords} from '../export-words.ts';
import {type Page, pagesFolderName} from './conversation-pages.ts';
import {type Html, html, localAddress, none} from './html.ts';
import {pageEnd, pageStart} from './page-shell.ts';

export type IndexContents = {
	readonly account: AccountObject;
	readonly conversations: readonly ExportedConversation[];
	/** Path of the account's picture in the export. */
	readonly avatarPath: string | undefined;
	readonly footer: string;
};

const bdi = (text: string): Html => html`<bdi>${sanitizeLine(text)}</bdi>`;

const span = ({firstAt, lastAt}: Page): string => {
	const [from, until] = [exportWords.date(firstAt), exportWords.date(lastAt)];
	return from === until ? from : `${from} – ${until}`;
};

const addressOf = ({file}: Page): string => localAddress(`${pagesFolderName}/${file}`);

const pagesHtml = (pages: readonly Page[]): Html =>
	pages.length < 2
		? html`${pages.map(page => html`<div class="facts">${span(page)}</div>`)}`
		: html`<details><summary>${exportWords.count(pages.length, 'page')}</summary><ul class="pages">${pages.map(
				page => html`<li><a href="${addressOf(page)}">${span(page)}</a></li>`,
			)}</ul></details>`;

const conversationRow = ({
	title,
	isLeft,
	counts,
	pages,
	draft,
	unsent,
}: ExportedConversation): Html => {
	// People look for what was said last.
	const newest = pages.at(-1);
	const name =
		newest === undefined ? bdi(title) : html`<a href="${addressOf(newest)}">${bdi(title)}</a>`;
	const note = isLeft ? html` <span class="facts">(${exportWords.left})</span>` : none;
	const waiting = [
		...(draft === '' ? [] : [html`<div class="facts">${exportWords.draft}: ${bdi(draft)}</div>`]),
		...unsent.map(({text}) => html`<div class="facts">${exportWords.unsent}: ${bdi(text)}</div>`),
	];
	return html`<tr><td>${name}${note}${pagesHtml(pages)}${waiting}</td><td class="count">${exportWords.count(counts.messages, 'message')}</td></tr>\n`;
};

const section = (title: string, rows: readonly Html[]): Html =>
	rows.length === 0 ? none : html`<section><h2>${title}</h2><table>${rows}</table></section>\n`;

const row = (name: string, value: Html | string): Html =>
	html`<tr><th>${name}</th><td>${value}</td></tr>\n`;

const profileRows = ({account, preferences}: AccountObject): Html[] => {
	const {nickname, status, signature} = account;
	const {hasReceipts, keywords, quietHours} = preferences;
	const clock = (minute: number): string =>
		`${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
	return [
		...(nickname === undefined ? [] : [row('Nickname', bdi(nickname))]),
		...(status === undefined ? [] : [row('Status', bdi(status))]),
		...(signature === undefined ? [] : [row('Signature', bdi(signature))]),
		row('Read marks', hasReceipts ? 'told to others' : 'kept to yourself'),
		...(quietHours === undefined
			? []
			: [row('Do not disturb', `${clock(quietHours.from)}–${clock(quietHours.to)}`)]),
		...(keywords.length === 0 ? [] : [row('Keywords', bdi(keywords.join(', ')))]),
	];
};

const friendWords = {friend: '', asked: 'asked by you', asking: 'waits for your answer'} as const;

const notesOf = (
	{isOnline}: AccountObject,
	conversations: readonly ExportedConversation[],
): Html => {
	const incomplete = conversations
		.filter(({missing}) => missing !== undefined)
		.map(({title}) => sanitizeLine(title));
	const notes = [
		...(isOnline ? [] : [exportWords.offline]),
		...(isOnline && incomplete.length > 0 ? [exportWords.incomplete(incomplete)] : []),
	];
	return html`${notes.map(note => html`<p class="notice-box">${note}</p>`)}`;
};

export const indexPage = ({account, conversations, avatarPath, footer}: IndexContents): string => {
	const {name} = account.account;
	const messages = conversations.reduce((sum, {counts}) => sum + counts.messages, 0);
	const picture =
		avatarPath === undefined ? none : html`<img src="${localAddress(avatarPath)}" alt="">`;
	const newestFirst = [...conversations].sort((one, other) => other.lastAt - one.lastAt);
	const people = account.friends.map(({account: {name: friend, nickname}, friendship}) =>
		row(
			sanitizeLine(friend),
			html`${bdi(nickname ?? '')} <span class="facts">${friendWords[friendship]}</span>`,
		),
	);
	return html`${pageStart(`${name} on ${account.server}`)}<header><div class="identity">${picture}<div><h1>${bdi(name)}</h1><p>${bdi(account.serverName ?? account.server)} · ${exportWords.count(conversations.length, 'conversation')} · ${exportWords.count(messages, 'message')}</p></div></div>${notesOf(account, conversations)}</header>
<main>
${section('Conversations', newestFirst.map(conversationRow))}${section('You', profileRows(account))}${section('Friends', people)}${section(
	'Blocked',
	account.blocked.map(({name: blocked}) => row(sanitizeLine(blocked), '')),
)}${section(
	'Devices',
	(account.devices ?? []).map(device =>
		row(sanitizeLine(device.name), `last seen ${exportWords.moment(device.seenAt)}`),
	),
)}</main>
${pageEnd(footer)}`.text;
};
