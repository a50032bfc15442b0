/** A message's light Markdown as HTML: the same marks that the screen shows. */
import {sanitizeText} from '../../terminal/sanitize-text.ts';
import type {TextTokenRole} from '../../ui/timeline/find-tokens.ts';
import {type MarkupBlock, parseMarkup} from '../../ui/timeline/parse-markup.ts';
import {type Html, html} from './html.ts';

/** Nothing else is ever followed. */
const openable = /^(?:https?:\/\/|mailto:)/i;

const tokenHtml = (text: string, role: TextTokenRole): Html => {
	switch (role) {
		case 'link':
			return openable.test(text)
				? html`<a href="${text}" rel="noopener noreferrer nofollow">${text}</a>`
				: html`${text}`;
		case 'mention':
		case 'mention-own':
			return html`<span class="mention">${text}</span>`;
		case 'bold':
			return html`<b>${text}</b>`;
		case 'italic':
			return html`<i>${text}</i>`;
		case 'bold-italic':
			return html`<b><i>${text}</i></b>`;
		case 'code':
			return html`<code>${text}</code>`;
	}
};

const inlineHtml = ({text, tokens}: MarkupBlock): Html => {
	const parts: (Html | string)[] = [];
	let end = 0;
	for (const token of tokens) {
		parts.push(
			text.slice(end, token.start),
			tokenHtml(text.slice(token.start, token.end), token.role),
		);
		end = token.end;
	}

	return html`${[...parts, text.slice(end)]}`;
};

const blockHtml = (block: MarkupBlock, isAction: boolean): Html => {
	switch (block.kind) {
		case 'code':
			return html`<pre dir="ltr"><code>${block.text}</code></pre>`;
		case 'quote':
			return html`<blockquote dir="auto">${inlineHtml(block)}</blockquote>`;
		case 'text':
			return html`<div class="text${isAction ? ' action' : ''}" dir="auto">${inlineHtml(block)}</div>`;
	}
};

/** Without what hides or turns text; the direction of each block is its own. */
export const messageTextHtml = (text: string, ownName: string, isAction = false): Html =>
	html`${text === '' ? [] : parseMarkup(sanitizeText(text), ownName).map(block => blockHtml(block, isAction))}`;
