/** What stands around each page: no scripts, nothing from elsewhere, and a policy that keeps it so (CSP level 3). */
import {createHash} from 'node:crypto';
import {escapeHtml, Html, html} from './html.ts';
import {pageStyle} from './page-style.ts';

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

/** `file:` beside `'self'`: browsers do not agree on what is the same place on a disk. */
const policy = [
	"default-src 'none'",
	`style-src 'sha256-${styleHash}'`,
	"img-src 'self' file:",
	"media-src 'self' file:",
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

/** Everything before the content. */
export const pageStart = (title: string): Html =>
	html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
`;

export const pageEnd = (note: string): Html =>
	new Html(`<footer>${escapeHtml(note)}</footer>\n</body>\n</html>\n`);
