/** The files of the open conversation, by kind, to go to. */
import {describeFacts} from '../../client/slash-commands/describe-file.ts';
import type {FileKind} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {attempt} from '../screen-host.ts';
import {text} from '../text.ts';
import {fileMarks} from '../timeline/layout-file.ts';
import {type ChatScene, readScene} from './chat-scene.ts';

/** What is listed at a time; the first stands for all kinds. */
export const galleryKinds = ['all', 'picture', 'sound', 'video', 'file'] as const;
export type GalleryKind = (typeof galleryKinds)[number];

const filesMax = 200;

const filterOf = (kind: GalleryKind): {kind?: FileKind} => (kind === 'all' ? {} : {kind});

/** `all  [picture]  sound …` */
const titleOf = (chosen: GalleryKind): string =>
	galleryKinds
		.map(kind => (kind === chosen ? `[${text.files.kinds[kind]}]` : text.files.kinds[kind]))
		.join(' ');

export const openGallery = (scene: ChatScene, kind: GalleryKind): void => {
	const {host, client, conversation} = scene;
	if (conversation === undefined) {
		return;
	}

	attempt(host, async () => {
		const {files} = await client.listFiles(conversation.id, {limit: filesMax, ...filterOf(kind)});
		const {day, time} = text.timeline;
		const rows = files.map(({seq, sender, at, file}) => ({
			seq,
			label: sanitizeLine(
				`${fileMarks[file.kind]} ${file.name}  ${describeFacts(file)}  ${sender?.name ?? ''}, ${day(at)} ${time(at)}`,
			),
		}));
		if (readScene(host)?.conversation?.id === conversation.id) {
			host.view.dispatch({
				type: 'dialog-opened',
				dialog: {kind: 'message-list', title: titleOf(kind), rows, cursor: 0, gallery: kind},
			});
		}
	});
};

export const nextGalleryKind = (kind: GalleryKind, step: 1 | -1): GalleryKind => {
	const place = galleryKinds.indexOf(kind) + step + galleryKinds.length;
	return galleryKinds[place % galleryKinds.length] ?? 'all';
};
