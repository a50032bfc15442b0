/** The rows of the contacts and groups panes: order, marks and counts, from the client's state. */
import type {ClientState, ConversationState, Person, Presence} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {text} from '../text.ts';
import type {Role} from '../theme.ts';

export type SidebarTarget =
	| {readonly kind: 'conversation'; readonly conversation: number}
	| {readonly kind: 'person'; readonly name: string};

export type SidebarRow = {
	readonly key: string;
	readonly target: SidebarTarget;
	/** One cell: presence, or `#`. */
	readonly mark: string;
	readonly markRole: Role;
	readonly name: string;
	readonly nameRole: Role;
	/** Unread count, presence in words, `draft` …; may be empty. */
	readonly badge: string;
	readonly badgeRole: Role;
};

export type SidebarRows = {
	readonly contacts: readonly SidebarRow[];
	readonly groups: readonly SidebarRow[];
};

/** The part of the client's state that the rows are made from. */
export type SidebarSource = Pick<ClientState, 'account' | 'conversations' | 'people' | 'typing'>;

/** Shape tells presence apart, colour only repeats it. */
export const presenceMarks: Readonly<Record<Presence, string>> = {
	online: '●',
	away: '◐',
	busy: '⊘',
	offline: '○',
};

/** People without a conversation are offered up to this many; the switcher finds the others. */
const othersMax = 50;
const unreadShownMax = 999;

export const conversationKey = (conversation: number): string => `conversation:${conversation}`;

/** What stands at the end of a row, the most urgent first. */
const badgeOf = (
	conversation: ConversationState,
	options: {isTyping: boolean; status: string},
): Pick<SidebarRow, 'badge' | 'badgeRole'> => {
	const {unread, mentions, isLeft, draft} = conversation;
	if (unread > 0) {
		const count = unread > unreadShownMax ? `${unreadShownMax}+` : String(unread);
		return mentions > 0
			? {badge: `@ ${count}`, badgeRole: 'mentioned'}
			: {badge: count, badgeRole: 'unread'};
	}

	if (options.isTyping) {
		return {badge: text.sidebar.typing, badgeRole: 'accent'};
	}

	if (isLeft) {
		return {badge: text.sidebar.left, badgeRole: 'muted'};
	}

	return {badge: draft === '' ? options.status : text.sidebar.draft, badgeRole: 'muted'};
};

/** Away and busy are said in words; online and offline are plain from their marks. */
const statusWord = (presence: Presence): string =>
	presence === 'away' || presence === 'busy' ? text.presence[presence] : '';

const contactRow = (conversation: ConversationState, state: SidebarSource): SidebarRow => {
	const [peer, ...others] = conversation.peers;
	const person = peer === undefined ? undefined : state.people.get(peer);
	const presence = others.length === 0 ? (person?.presence ?? 'offline') : 'offline';
	const isGroup = others.length > 0;
	return {
		key: conversationKey(conversation.id),
		target: {kind: 'conversation', conversation: conversation.id},
		mark: isGroup ? '∴' : presenceMarks[presence],
		markRole: isGroup ? 'muted' : presence,
		name: sanitizeLine(conversation.name),
		nameRole: conversation.unread > 0 ? 'title' : 'plain',
		...badgeOf(conversation, {
			isTyping: state.typing.has(conversation.id),
			status: isGroup ? '' : statusWord(presence),
		}),
	};
};

const groupRow = (conversation: ConversationState): SidebarRow => ({
	key: conversationKey(conversation.id),
	target: {kind: 'conversation', conversation: conversation.id},
	mark: '#',
	markRole: 'muted',
	name: sanitizeLine(conversation.name),
	nameRole: conversation.isLeft ? 'muted' : conversation.unread > 0 ? 'title' : 'plain',
	...badgeOf(conversation, {isTyping: false, status: ''}),
});

const personRow = ({id, name, presence = 'offline'}: Person): SidebarRow => ({
	key: `person:${id}`,
	target: {kind: 'person', name},
	mark: presenceMarks[presence],
	markRole: presence,
	name: sanitizeLine(name),
	nameRole: 'muted',
	badge: statusWord(presence),
	badgeRole: 'muted',
});

/** Sorts by a key that is made once per value; thousands of rows stay a matter of a millisecond. */
const sortBy = <Value>(values: readonly Value[], key: (value: Value) => string): Value[] =>
	values
		.map(value => ({value, key: key(value)}))
		.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
		.map(({value}) => value);

/** Everybody who is known, is not this account and has no conversation of two with it. */
const othersOf = (
	{people, account}: SidebarSource,
	contacts: readonly ConversationState[],
): Person[] => {
	const met = new Set(contacts.flatMap(({peers}) => (peers.length === 1 ? peers : [])));
	const others = [...people.values()].filter(({id}) => id !== account.id && !met.has(id));
	const isHere = ({presence}: Person) => presence !== undefined && presence !== 'offline';
	return sortBy(others, person => `${isHere(person) ? 0 : 1}${person.name.toLowerCase()}`);
};

/** Contacts and groups by name, `#everyone` last, so that rows keep their places. */
export const sidebarRows = (state: SidebarSource): SidebarRows => {
	const conversations = [...state.conversations.values()];
	const contacts = conversations.filter(({kind}) => kind === 'direct');
	const groups = conversations.filter(({kind}) => kind !== 'direct');
	return {
		contacts: [
			...sortBy(contacts, ({name}) => name.toLowerCase()).map(one => contactRow(one, state)),
			...othersOf(state, contacts).slice(0, othersMax).map(personRow),
		],
		groups: sortBy(
			groups,
			({kind, name}) => `${kind === 'everyone' ? 1 : 0}${name.toLowerCase()}`,
		).map(groupRow),
	};
};
