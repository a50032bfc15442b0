/** The rows of the contacts and groups panes: order, marks and counts, from the client's state. */
import {isDeletedName} from '../../client/deleted-account.ts';
import type {ClientState, ConversationState, Person, Presence} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {levelAt} from '../notifications/quiet-times.ts';
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
	/** Nickname and status, shown where there is room; may be empty. */
	readonly detail: string;
	/** Unread count, presence in words, `draft` …; may be empty. */
	readonly badge: string;
	readonly badgeRole: Role;
};

export type SidebarRows = {
	readonly contacts: readonly SidebarRow[];
	readonly groups: readonly SidebarRow[];
	/** How many people wait for an answer to their friend request. */
	readonly requests: number;
};

/** The part of the client's state that the rows are made from. */
export type SidebarSource = Pick<
	ClientState,
	'account' | 'conversations' | 'people' | 'typing' | 'friends' | 'broughtInto' | 'failedIn'
>;

/** Shape tells presence apart, colour only repeats it. */
export const presenceMarks: Readonly<Record<Presence, string>> = {
	online: '●',
	away: '◐',
	busy: '⊘',
	offline: '○',
};

/** Of a conversation of several people that is no group. */
export const severalMark = '∴';

/** Blank where nothing is told about the person. */
export const presenceLook = (
	presence: Presence | undefined,
): {readonly mark: string; readonly markRole: Role} =>
	presence === undefined
		? {mark: ' ', markRole: 'muted'}
		: {mark: presenceMarks[presence], markRole: presence};

/** People without a conversation are offered up to this many; the switcher finds the others. */
const othersMax = 50;
const unreadShownMax = 999;

export const conversationKey = (conversation: number): string => `conversation:${conversation}`;

/** What stands at the end of a row, the most urgent first. */
const badgeOf = (
	conversation: ConversationState,
	options: {isTyping: boolean; status: string; isMuted: boolean; news: string; hasFailed: boolean},
): Pick<SidebarRow, 'badge' | 'badgeRole'> => {
	const {unread, mentions, isLeft, draft} = conversation;
	if (unread > 0) {
		const count = unread > unreadShownMax ? `${unreadShownMax}+` : String(unread);
		const badge = mentions > 0 ? `@ ${count}` : count;
		const loudRole = mentions > 0 ? 'mentioned' : 'unread';
		return {badge, badgeRole: options.isMuted ? 'muted' : loudRole};
	}

	if (options.hasFailed) {
		return {badge: text.sidebar.notSent, badgeRole: 'error'};
	}

	if (options.news !== '') {
		return {badge: options.news, badgeRole: 'accent'};
	}

	if (options.isTyping) {
		return {badge: text.sidebar.typing, badgeRole: 'accent'};
	}

	if (isLeft) {
		// A group without members is there no more.
		const badge = conversation.memberCount === 0 ? text.sidebar.deleted : text.sidebar.left;
		return {badge, badgeRole: 'muted'};
	}

	const rest = options.isMuted ? text.sidebar.muted : options.status;
	return {badge: draft === '' ? rest : text.sidebar.draft, badgeRole: 'muted'};
};

const isMuted = ({notifications}: ConversationState, now: number): boolean =>
	levelAt(notifications, now) === 'none';

const detailOf = (person: Person | undefined): string =>
	[person?.nickname, person?.status]
		.filter(words => words !== undefined && words !== '')
		.map(words => sanitizeLine(words ?? ''))
		.join(' · ');

/** Away and busy are said in words; online and offline are plain from their marks. */
const statusWord = (presence: Presence | undefined): string =>
	presence === 'away' || presence === 'busy' ? text.presence[presence] : '';

const contactRow = (
	conversation: ConversationState,
	state: SidebarSource,
	now: number,
): SidebarRow => {
	const [peer, ...others] = conversation.peers;
	const isGroup = others.length > 0;
	const person = peer === undefined || isGroup ? undefined : state.people.get(peer);
	return {
		key: conversationKey(conversation.id),
		target: {kind: 'conversation', conversation: conversation.id},
		...(isGroup ? {mark: severalMark, markRole: 'muted' as const} : presenceLook(person?.presence)),
		name: sanitizeLine(conversation.name),
		nameRole: conversation.unread > 0 ? 'title' : 'plain',
		detail: detailOf(person),
		...badgeOf(conversation, {
			news: state.friends.get(person?.id ?? 0) === 'asking' ? text.sidebar.asking : '',
			hasFailed: state.failedIn.has(conversation.id),
			isTyping: state.typing.has(conversation.id),
			status: isDeletedName(conversation.name)
				? text.sidebar.deleted
				: statusWord(person?.presence),
			isMuted: isMuted(conversation, now),
		}),
	};
};

const groupRow = (
	conversation: ConversationState,
	{broughtInto, failedIn}: SidebarSource,
	now: number,
): SidebarRow => ({
	key: conversationKey(conversation.id),
	target: {kind: 'conversation', conversation: conversation.id},
	mark: '#',
	markRole: 'muted',
	name: sanitizeLine(conversation.name),
	nameRole: conversation.isLeft ? 'muted' : conversation.unread > 0 ? 'title' : 'plain',
	detail: '',
	...badgeOf(conversation, {
		news: broughtInto.has(conversation.id) ? text.sidebar.new : '',
		hasFailed: failedIn.has(conversation.id),
		isTyping: false,
		status: '',
		isMuted: isMuted(conversation, now),
	}),
});

const personRow = (person: Person, {friends}: SidebarSource): SidebarRow => ({
	key: `person:${person.id}`,
	target: {kind: 'person', name: person.name},
	...presenceLook(person.presence),
	name: sanitizeLine(person.name),
	nameRole: 'muted',
	detail: detailOf(person),
	...(friends.get(person.id) === 'asking'
		? {badge: text.sidebar.asking, badgeRole: 'accent' as const}
		: {badge: statusWord(person.presence), badgeRole: 'muted' as const}),
});

/** Sorts by a key that is made once per value; thousands of rows stay a matter of a millisecond. */
const sortBy = <Value>(values: readonly Value[], key: (value: Value) => string): Value[] =>
	values
		.map(value => ({value, key: key(value)}))
		.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
		.map(({value}) => value);

/** Everybody who is known, is not this account and has no conversation of two with it. */
const othersOf = (
	{people, account, friends}: SidebarSource,
	contacts: readonly ConversationState[],
): Person[] => {
	const met = new Set(contacts.flatMap(({peers}) => (peers.length === 1 ? peers : [])));
	const others = [...people.values()].filter(
		({id, name}) => id !== account.id && !met.has(id) && !isDeletedName(name),
	);
	const isHere = ({presence}: Person) => presence !== undefined && presence !== 'offline';
	const rank = (person: Person) =>
		friends.get(person.id) === 'asking' ? 0 : isHere(person) ? 1 : 2;
	return sortBy(others, person => `${rank(person)}${person.name.toLowerCase()}`);
};

/** Contacts and groups by name, `#everyone` last, so that rows keep their places. */
export const sidebarRows = (state: SidebarSource, now = Date.now()): SidebarRows => {
	const conversations = [...state.conversations.values()];
	const contacts = conversations.filter(({kind}) => kind === 'direct');
	const groups = conversations.filter(({kind}) => kind !== 'direct');
	return {
		contacts: [
			...sortBy(contacts, ({name}) => name.toLowerCase()).map(one => contactRow(one, state, now)),
			...othersOf(state, contacts)
				.slice(0, othersMax)
				.map(one => personRow(one, state)),
		],
		groups: sortBy(
			groups,
			({kind, name}) => `${kind === 'everyone' ? 1 : 0}${name.toLowerCase()}`,
		).map(one => groupRow(one, state, now)),
		requests: [...state.friends.values()].filter(one => one === 'asking').length,
	};
};
