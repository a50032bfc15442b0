/** Pins, reactions, edits and hidden messages in PostgreSQL. */
import type {MessageTable, ReactionPlace} from '../conversation-ports.ts';
import {type Session, type Statement, statement, type Value} from './session.ts';

const reaction = 'log = $1 AND message = $2 AND account = $3 AND emoji = $4';

const sql = {
	listPins: statement('SELECT message AS seq FROM pin WHERE log = $1 ORDER BY pin.seq'),
	isPinned: statement('SELECT 1 FROM pin WHERE log = $1 AND message = $2'),
	addPin: statement('INSERT INTO pin (log, message, seq) VALUES ($1, $2, $3)'),
	removePin: statement('DELETE FROM pin WHERE log = $1 AND message = $2'),
	hasReaction: statement(`SELECT 1 FROM reaction WHERE ${reaction}`),
	addReaction:
		statement(`INSERT INTO reaction (log, message, account, emoji) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`),
	removeReaction: statement(`DELETE FROM reaction WHERE ${reaction}`),
	removeReactions: statement('DELETE FROM reaction WHERE log = $1 AND message = $2'),
	listEmoji: statement(
		'SELECT DISTINCT emoji FROM reaction WHERE log = $1 AND message = $2 ORDER BY emoji',
	),
	addEdit: statement('INSERT INTO edit (log, message, seq) VALUES ($1, $2, $3)'),
	listEdits: statement('SELECT seq FROM edit WHERE log = $1 AND message = $2 ORDER BY seq'),
	hide: statement(
		'INSERT INTO hidden (account, log, message) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
	),
	listHidden: statement(`SELECT message AS seq FROM hidden
		WHERE account = $1 AND log = $2 AND message BETWEEN $3 AND $4 ORDER BY message`),
};

const toPlace = ({log, message, account, emoji}: ReactionPlace) =>
	[log, message, account, emoji] as const;

export const messageTable = (session: Session): MessageTable => {
	const listSeqs = async (query: Statement, ...values: Value[]): Promise<readonly number[]> =>
		(await session.all<{seq: number}>(query, ...values)).map(({seq}) => seq);
	const change = async (query: Statement, ...values: Value[]): Promise<void> => {
		await session.write(query, ...values);
	};

	return {
		listPins: log => listSeqs(sql.listPins, log),
		isPinned: (log, message) => session.has(sql.isPinned, log, message),
		addPin: (log, message, seq) => change(sql.addPin, log, message, seq),
		removePin: (log, message) => change(sql.removePin, log, message),
		hasReaction: place => session.has(sql.hasReaction, ...toPlace(place)),
		addReaction: place => change(sql.addReaction, ...toPlace(place)),
		removeReaction: place => change(sql.removeReaction, ...toPlace(place)),
		async listEmoji(log, message) {
			const rows = await session.all<{emoji: string}>(sql.listEmoji, log, message);
			return rows.map(({emoji}) => emoji);
		},
		addEdit: (log, message, seq) => change(sql.addEdit, log, message, seq),
		listEdits: (log, message) => listSeqs(sql.listEdits, log, message),
		hide: async (account, log, message) =>
			(await session.write(sql.hide, account, log, message)) > 0,
		listHidden: (account, log, {first, last}) =>
			listSeqs(sql.listHidden, account, log, first, last),
		async forget(log, message) {
			await change(sql.removePin, log, message);
			await change(sql.removeReactions, log, message);
		},
	};
};
