/** What stands in the upper border of a conversation: its name, and a note about who is there. */
import {isDeletedName} from '../../client/deleted-account.ts';
import type {ConversationState, Person} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {presenceMarks} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';

export type ConversationTitle = {readonly title: string; readonly note: string};

export const conversationTitle = (
	conversation: ConversationState | undefined,
	people: ReadonlyMap<number, Person>,
): ConversationTitle => {
	if (conversation === undefined) {
		return {title: '', note: ''};
	}

	const {kind, name, settings, memberCount, peers, isLeft} = conversation;
	const notes: string[] = [];
	const peer = peers.length === 1 ? peers[0] : undefined;
	if (kind !== 'direct') {
		const gone = memberCount === 0 ? text.sidebar.deleted : text.sidebar.left;
		notes.push(isLeft ? gone : text.chat.members(memberCount));
	} else if (peer === undefined) {
		notes.push(text.chat.members(memberCount));
	} else {
		const presence = people.get(peer)?.presence;
		if (isDeletedName(name)) {
			notes.push(text.details.deleted);
		} else if (presence !== undefined) {
			notes.push(`${presenceMarks[presence]} ${text.presence[presence]}`);
		}
	}

	for (const words of [settings?.title ?? '', settings?.topic ?? '']) {
		if (words !== '') {
			notes.push(sanitizeLine(words));
		}
	}

	return {
		title: `${kind === 'direct' ? '' : '#'}${sanitizeLine(name)}`,
		note: notes.map(note => ` · ${note}`).join(''),
	};
};
