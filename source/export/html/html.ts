/** HTML that cannot be forgotten to be escaped: all that is put into the template is text, unless it is HTML already. */

/** Well-formed HTML. */
export class Html {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Safe between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
	text.replaceAll(/[&<>"']/g, sign => entities[sign] ?? '');

type Part = Html | string | number | readonly Part[];

const textOf = (part: Part): string => {
	if (part instanceof Html) {
		return part.text;
	}

	return Array.isArray(part) ? part.map(textOf).join('') : escapeHtml(String(part));
};

/** `html\`<b>${name}</b>\``. Attributes are quoted; what stands in `href` and `src` comes from `localAddress` or a link. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
	new Html(
		strings
			.map((string, index) => `${string}${index < parts.length ? textOf(parts[index] ?? '') : ''}`)
			.join(''),
	);

export const none = new Html('');

/** A path inside the export as an address: each part of it is a name, never a scheme, a query or a fragment. */
export const localAddress = (path: string): string =>
	path.split('/').map(encodeURIComponent).join('/');
