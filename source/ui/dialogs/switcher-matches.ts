/** What the quick switcher offers for what was typed: conversations first, then people. */
import type {ConversationState, Presence} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {conversationKey, type SidebarSource, type SidebarTarget} from '../sidebar/sidebar-rows.ts';
import {fuzzyScore} from './fuzzy-score.ts';

export type SwitcherMatch = {
	readonly key: string;
	readonly target: SidebarTarget;
	readonly kind: 'contact' | 'group' | 'person';
	/** Sanitized, without `#` or `@`. */
	readonly name: string;
	readonly presence: Presence | undefined;
	/** A conversation of several people that is no group. */
	readonly isOfSeveral: boolean;
	readonly unread: number;
};

type Candidate = {readonly match: SwitcherMatch; readonly lastAt: number};

const matchesMax = 50;

const conversationCandidate = (
	{id, kind, name, unread, peers, lastAt}: ConversationState,
	{people}: SidebarSource,
): Candidate => ({
	lastAt,
	match: {
		key: conversationKey(id),
		target: {kind: 'conversation', conversation: id},
		kind: kind === 'direct' ? 'contact' : 'group',
		name: sanitizeLine(name),
		presence: peers.length === 1 ? people.get(peers[0] ?? 0)?.presence : undefined,
		isOfSeveral: kind === 'direct' && peers.length > 1,
		unread,
	},
});

const candidatesOf = (source: SidebarSource): readonly Candidate[] => {
	const conversations = [...source.conversations.values()];
	const met = new Set(
		conversations.flatMap(({kind, peers}) =>
			kind === 'direct' && peers.length === 1 ? peers : [],
		),
	);
	const people = [...source.people.values()].filter(
		({id}) => id !== source.account.id && !met.has(id),
	);
	return [
		...conversations.map(one => conversationCandidate(one, source)),
		...people.map(
			({id, name, presence}): Candidate => ({
				lastAt: 0,
				match: {
					key: `person:${id}`,
					target: {kind: 'person', name},
					kind: 'person',
					name: sanitizeLine(name),
					presence,
					isOfSeveral: false,
					unread: 0,
				},
			}),
		),
	];
};

/** `#` and `@` before the letters narrow to groups and to people. */
const isOfSigil = (sigil: string, {kind}: SwitcherMatch): boolean =>
	sigil === '' || (sigil === '#') === (kind === 'group');

/** Best match first; with nothing typed, what is unread and then what is newest, without the one that is `open`. */
export const switcherMatches = (
	source: SidebarSource,
	{typed, open}: {readonly typed: string; readonly open: number | undefined},
): readonly SwitcherMatch[] => {
	const query = typed.trim();
	const sigil = /^[#@]/.exec(query)?.[0] ?? '';
	const letters = query.slice(sigil.length).replaceAll(' ', '');
	return (
		candidatesOf(source)
			.filter(({match}) => isOfSigil(sigil, match))
			// Whoever types its name wants to see it, and not that there were no such thing.
			.filter(({match}) => letters !== '' || match.key !== conversationKey(open ?? 0))
			.flatMap(candidate => {
				const score = fuzzyScore(letters, candidate.match.name);
				return score === undefined ? [] : [{...candidate, score}];
			})
			.sort(
				(left, right) =>
					right.score - left.score ||
					right.match.unread - left.match.unread ||
					right.lastAt - left.lastAt ||
					(left.match.name < right.match.name ? -1 : 1),
			)
			.slice(0, matchesMax)
			.map(({match}) => match)
	);
};
