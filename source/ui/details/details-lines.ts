/** What the details pane shows: the members of a group, or the person of a direct conversation. */
import type {ConversationState, Person, Presence} from '../../client/state.ts';
import type {Member} from '../../protocol/entities.ts';
import {cellWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {blankLine, column, type Line, line, span, truncateLine} from '../frame/line.ts';
import {presenceMarks} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';

const presenceOrder = {online: 0, busy: 1, away: 2, offline: 3} as const;
const roleOrder = {owner: 0, admin: 1, member: 2} as const;

type Seen = Member & {readonly presence: Presence};

const memberOrder = ({account, role, presence}: Seen): string =>
	`${presenceOrder[presence]}${roleOrder[role]}${account.name.toLowerCase()}`;

const memberLine = ({account, role, presence}: Seen, width: number): Line => {
	const word = role === 'member' ? '' : text.role[role];
	const nameWidth = Math.max(1, width - 4 - (word === '' ? 0 : cellWidth(word) + 1));
	return line(
		span(presence, ` ${presenceMarks[presence]} `),
		column(presence === 'offline' ? 'muted' : 'plain', sanitizeLine(account.name), nameWidth),
		span('muted', word === '' ? ' ' : ` ${word} `),
	);
};

/** Who is there first, then who leads, then by name; `height` lines at most. */
export const memberLines = (
	members: readonly Member[],
	people: ReadonlyMap<number, Person>,
	{width, height}: {width: number; height: number},
): readonly Line[] => {
	const sorted = members
		.map(member => {
			const {id, presence = 'offline'} = member.account;
			const seen: Seen = {...member, presence: people.get(id)?.presence ?? presence};
			return {seen, order: memberOrder(seen)};
		})
		.sort((left, right) => (left.order < right.order ? -1 : 1));
	const hidden = sorted.length > height ? sorted.length - height + 1 : 0;
	const lines = sorted
		.slice(0, height - (hidden > 0 ? 1 : 0))
		.map(({seen}) => memberLine(seen, width));
	return hidden > 0 ? [...lines, line(span('muted', `   ${text.more(hidden)}`))] : lines;
};

export const profileLines = (
	conversation: ConversationState,
	people: ReadonlyMap<number, Person>,
	width: number,
): readonly Line[] =>
	conversation.peers.flatMap((peer, index) => {
		const person = people.get(peer);
		const presence = person?.presence ?? 'offline';
		const lines = [
			line(span('title', ` ${sanitizeLine(person?.name ?? conversation.name)}`)),
			line(span(presence, ` ${presenceMarks[presence]} `), span('plain', text.presence[presence])),
		];
		if (presence === 'offline' && person?.seenAt !== undefined) {
			const {day, time} = text.timeline;
			const seen = ` ${text.details.seen} ${day(person.seenAt)} ${time(person.seenAt)}`;
			lines.push(line(span('muted', seen)));
		}

		return [...(index === 0 ? [] : [blankLine]), ...lines].map(one => truncateLine(one, width));
	});
