/** What the details pane shows: the members of a group, or the person of a direct conversation. */
import {isDeletedName} from '../../client/deleted-account.ts';
import type {ClientState, ConversationState, Person, Presence} from '../../client/state.ts';
import type {Member} from '../../protocol/entities.ts';
import {cellWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapToWidth} from '../../terminal/wrap-text.ts';
import {blankLine, column, type Line, line, span, truncateLine} from '../frame/line.ts';
import {presenceLook, presenceMarks} from '../sidebar/sidebar-rows.ts';
import {text} from '../text.ts';
import type {Role} from '../theme.ts';

const presenceOrder = {online: 0, busy: 1, away: 2, offline: 3, unknown: 4} as const;
const roleOrder = {owner: 0, admin: 1, member: 2} as const;

type Seen = Member & {readonly presence: Presence | undefined};

const memberOrder = ({account, role, presence}: Seen): string =>
	`${presenceOrder[presence ?? 'unknown']}${roleOrder[role]}${account.name.toLowerCase()}`;

const memberLine = ({account, role, presence, muted}: Seen, width: number): Line => {
	const word = [role === 'member' ? '' : text.role[role], muted ? text.sidebar.muted : '']
		.filter(one => one !== '')
		.join(' ');
	const {mark, markRole} = presenceLook(presence);
	const nameWidth = Math.max(1, width - 4 - (word === '' ? 0 : cellWidth(word) + 1));
	return line(
		span(markRole, ` ${mark} `),
		column(
			presence === 'offline' || presence === undefined ? 'muted' : 'plain',
			sanitizeLine(account.name),
			nameWidth,
		),
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
			const {id, presence} = member.account;
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

/** Wrapped words of one field, each line with a blank before it. */
const fieldLines = (role: Role, words: string | undefined, width: number): Line[] =>
	words === undefined || words === ''
		? []
		: wrapToWidth(sanitizeLine(words), Math.max(1, width - 2)).map(row =>
				line(span(role, ` ${row}`)),
			);

const presenceLines = ({presence, seenAt}: Person): Line[] => {
	if (presence === undefined) {
		return [];
	}

	const look = line(
		span(presence, ` ${presenceMarks[presence]} `),
		span('plain', text.presence[presence]),
	);
	const {day, time} = text.timeline;
	return presence === 'offline' && seenAt !== undefined
		? [look, line(span('muted', ` ${text.details.seen} ${day(seenAt)} ${time(seenAt)}`))]
		: [look];
};

const personLines = (person: Person, source: ProfileSource, width: number): Line[] => {
	const {nickname, status, signature, isAdmin} = person;
	const name = sanitizeLine(person.name);
	const title = nickname ? `${sanitizeLine(nickname)} (${name})` : name;
	const friendship = source.friends.get(person.id);
	const isBlocked = source.blocked.has(person.id);
	const isDeleted = isDeletedName(person.name);
	const isStranger = friendship === undefined && !isBlocked && !isDeleted;
	return [
		...fieldLines('title', title, width),
		...presenceLines(person),
		...fieldLines('plain', status, width),
		...fieldLines('muted', signature, width),
		...(isAdmin ? fieldLines('accent', text.details.serverAdmin, width) : []),
		...(isDeleted ? fieldLines('muted', text.details.deleted, width) : []),
		...(isStranger ? fieldLines('muted', text.details.stranger, width) : []),
		...(friendship ? fieldLines('accent', text.details.friendship[friendship], width) : []),
		...(isBlocked ? fieldLines('error', text.details.blocked, width) : []),
	];
};

export type ProfileSource = Pick<ClientState, 'people' | 'friends' | 'blocked'>;

/** Everybody else in a direct conversation, one below the other. */
export const profileLines = (
	conversation: ConversationState,
	source: ProfileSource,
	width: number,
): readonly Line[] =>
	conversation.peers.flatMap((id, index) => {
		const person = source.people.get(id) ?? {id, name: conversation.name};
		const lines = personLines(person, source, width).map(one => truncateLine(one, width));
		return index === 0 ? lines : [blankLine, ...lines];
	});

/** What the admins of a group have set; ends in a blank line where there is something. */
export const groupLines = (
	{settings}: Pick<ConversationState, 'settings'>,
	width: number,
): readonly Line[] => {
	if (settings === undefined) {
		return [];
	}

	const {title, topic, visibility, slowMs} = settings;
	const lines = [
		...fieldLines('title', title, width),
		...fieldLines('plain', topic, width),
		...fieldLines('muted', text.details.visibility[visibility], width),
		...(slowMs > 0 ? fieldLines('muted', text.details.slow(slowMs), width) : []),
		blankLine,
	];
	return lines.map(one => truncateLine(one, width));
};
