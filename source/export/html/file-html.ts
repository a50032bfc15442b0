/** The file of a message: a picture is shown, a sound or a video can be played, another one opened if that is harmless. */
import {extname} from 'node:path';
import {describeFacts} from '../../client/slash-commands/describe-file.ts';
import type {MessageFile} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {exportWords} from '../export-words.ts';
import {type Html, html, localAddress, none} from './html.ts';

/** By the name, as a browser decides it for a local file: these run nothing. Others are named, not linked. */
const harmless = new Set(
	`.png .jpg .jpeg .gif .webp .avif .bmp .tif .tiff .heic .mp3 .ogg .oga .opus .flac .wav .m4a .aac .mp4 .m4v .webm .mkv .mov .avi
	.txt .md .log .csv .tsv .json .yaml .yml .toml .pdf .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .epub
	.zip .gz .tgz .xz .bz2 .zst .7z .tar`.split(/\s+/),
);
const shown = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.bmp']);

const mediaHtml = (file: MessageFile, extension: string, address: string): Html => {
	const name = sanitizeLine(file.name);
	if (file.kind === 'picture' && shown.has(extension)) {
		const {width, height} = file;
		const size =
			width === undefined || height === undefined
				? none
				: html` width="${width}" height="${height}"`;
		return html`<a href="${address}"><img src="${address}" alt="${name}" loading="lazy"${size}></a>`;
	}

	if (file.kind === 'sound' && harmless.has(extension)) {
		return html`<audio controls preload="none" src="${address}"></audio>`;
	}

	return file.kind === 'video' && harmless.has(extension)
		? html`<video controls preload="metadata" src="${address}"></video>`
		: none;
};

/** `path` is inside the export; `undefined` where the file is not in it. `root` leads from the page to the export. */
export const fileHtml = (file: MessageFile, path: string | undefined, root: string): Html => {
	const name = html`<bdi>${sanitizeLine(file.name)}</bdi>`;
	const facts = html`<span class="facts"> ${describeFacts(file)}</span>`;
	if (path === undefined) {
		return html`<div class="file">📎 ${name}${facts} <span class="gone">${exportWords.fileMissing}</span></div>`;
	}

	const extension = extname(path).toLowerCase();
	const address = `${root}${localAddress(path)}`;
	const line = harmless.has(extension)
		? html`📎 <a href="${address}">${name}</a>${facts}`
		: html`📎 ${name}${facts} <code>${path}</code>`;
	return html`<div class="file">${mediaHtml(file, extension, address)}${line}</div>`;
};
