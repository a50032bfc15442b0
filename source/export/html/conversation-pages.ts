/** The pages of one conversation: a new one when a page is long, at the turn of a month if that comes soon enough. */
import {join} from 'node:path';
import type {TimelineItem} from '../../client/state.ts';
import {exportWords} from '../export-words.ts';
import {OutputFile} from '../output-file.ts';
import {type Html, html, localAddress, none} from './html.ts';
import {type ItemContext, itemHtml} from './item-html.ts';
import {pageEnd, pageStart} from './page-shell.ts';

/** What a browser opens at once. */
const pageItemsMax = 2_000;
const pageLengthMax = 2_000_000;
/** From here on a page ends with its month. */
const pageItemsMin = 500;
/** Messages of one person in a row stand under one name for so long. */
const togetherMsMax = 300_000;

export const pagesFolderName = 'pages';

export type Page = {
	/** In the folder of pages. */
	readonly file: string;
	readonly firstSeq: number;
	readonly firstAt: number;
	lastAt: number;
	items: number;
	length: number;
};

export type ConversationPagesOptions = {
	readonly folder: string;
	/** Names the files. */
	readonly name: string;
	readonly title: string;
	readonly subtitle: string;
	readonly footer: string;
};

type Extras = Pick<ItemContext, 'ownName' | 'filePath' | 'versions'>;

const monthOf = (at: number): string => {
	const date = new Date(at);
	return `${date.getFullYear()}-${date.getMonth()}`;
};

const dayOf = (at: number): string => new Date(at).toDateString();

export class ConversationPages {
	readonly pages: Page[] = [];
	readonly #options: ConversationPagesOptions;
	#file: OutputFile | undefined;
	/** The item before, on the same page. */
	#before: TimelineItem | undefined;

	constructor(options: ConversationPagesOptions) {
		this.#options = options;
	}

	/** In the order of the conversation. */
	async add(item: TimelineItem, extras: Extras): Promise<void> {
		const page = await this.#pageFor(item);
		const {seq, at, body, sender} = item;
		const before = this.#before;
		const isNewDay = before === undefined || dayOf(before.at) !== dayOf(at);
		const isFirst =
			isNewDay ||
			before.body.kind !== 'message-sent' ||
			before.sender?.id !== sender?.id ||
			at - before.at > togetherMsMax;
		const day = isNewDay ? html`<h2 class="day"><span>${exportWords.day(at)}</span></h2>\n` : none;
		const {text} = html`${day}${itemHtml(item, {
			...extras,
			root: '../',
			isFirst: isFirst && body.kind === 'message-sent',
			pageOf: wanted => (wanted < (seq ?? wanted) ? this.#addressOf(wanted) : undefined),
		})}`;
		page.items += 1;
		page.length += text.length;
		page.lastAt = at;
		this.#before = item;
		await this.#file?.write(text);
	}

	async finish(): Promise<void> {
		await this.#end(none);
	}

	async #pageFor({seq = 0, at}: TimelineItem): Promise<Page> {
		const page = this.pages.at(-1);
		const isFull =
			page === undefined ||
			page.items >= pageItemsMax ||
			page.length >= pageLengthMax ||
			(page.items >= pageItemsMin && monthOf(page.lastAt) !== monthOf(at));
		return isFull ? this.#begin(seq, at) : page;
	}

	async #begin(firstSeq: number, firstAt: number): Promise<Page> {
		const {folder, name, title, subtitle} = this.#options;
		const number = this.pages.length + 1;
		const file = `${name}${number === 1 ? '' : `-${number}`}.html`;
		const older = this.pages.at(-1);
		await this.#end(html`<a href="${localAddress(file)}">${exportWords.newer}</a>`);
		const page = {file, firstSeq, firstAt, lastAt: firstAt, items: 0, length: 0};
		this.pages.push(page);
		this.#before = undefined;
		this.#file = await OutputFile.create(join(folder, pagesFolderName, file));
		const back =
			older === undefined
				? none
				: html`<a href="${localAddress(older.file)}">${exportWords.older}</a>`;
		const {text} =
			html`${pageStart(title)}<header><h1><bdi>${title}</bdi></h1><p><bdi>${subtitle}</bdi></p>${nav(back)}</header>
<main>
`;
		await this.#file.write(text);
		return page;
	}

	/** `newer` leads on to the page that begins now. */
	async #end(newer: Html): Promise<void> {
		const file = this.#file;
		const older = this.pages.at(-2);
		this.#file = undefined;
		if (file === undefined) {
			return;
		}

		const back =
			older === undefined
				? none
				: html`<a href="${localAddress(older.file)}">${exportWords.older}</a>`;
		await file.write(
			html`</main>\n<footer>${nav([back, newer])}</footer>\n${pageEnd(this.#options.footer)}`.text,
		);
		await file.close();
	}

	/** Of the page that has, or would have had, the message. */
	#addressOf(seq: number): string | undefined {
		let [low, high] = [0, this.pages.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.pages[middle]?.firstSeq ?? 0) <= seq) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		const page = this.pages[low - 1];
		return page === undefined ? undefined : localAddress(page.file);
	}
}

const nav = (links: Html | readonly Html[]): Html =>
	html`<nav><a href="../index.html">${exportWords.contents}</a>${links}</nav>`;
