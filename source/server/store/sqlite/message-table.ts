/** Pins, reactions, edits and hidden messages in SQLite. */
import type {Database} from 'better-sqlite3';
import type {MessageTable, ReactionPlace} from '../conversation-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

const pins = (database: Database, changes: Changes) => {
	const list = database
		.prepare<[number], number>('SELECT message FROM pin WHERE log = ? ORDER BY seq')
		.pluck();
	const has = database
		.prepare<[number, number], number>('SELECT 1 FROM pin WHERE log = ? AND message = ?')
		.pluck();
	const add = prepareWrite<[number, number, number]>(
		database,
		changes,
		'INSERT INTO pin (log, message, seq) VALUES (?, ?, ?)',
	);
	const remove = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM pin WHERE log = ? AND message = ?',
	);

	return {
		listPins: log => list.all(log),
		isPinned: (log, message) => has.get(log, message) === 1,
		addPin: (log, message, seq) => void add(log, message, seq),
		removePin: (log, message) => void remove(log, message),
	} satisfies Partial<MessageTable>;
};

const reactions = (database: Database, changes: Changes) => {
	const condition = 'log = @log AND message = @message AND account = @account AND emoji = @emoji';
	const has = database
		.prepare<ReactionPlace, number>(`SELECT 1 FROM reaction WHERE ${condition}`)
		.pluck();
	const add = prepareWrite<ReactionPlace[]>(
		database,
		changes,
		`INSERT INTO reaction (log, message, account, emoji) VALUES (@log, @message, @account, @emoji)
		ON CONFLICT DO NOTHING`,
	);
	const remove = prepareWrite<ReactionPlace[]>(
		database,
		changes,
		`DELETE FROM reaction WHERE ${condition}`,
	);
	const listEmoji = database
		.prepare<[number, number], string>(
			'SELECT DISTINCT emoji FROM reaction WHERE log = ? AND message = ?',
		)
		.pluck();

	return {
		hasReaction: place => has.get(place) === 1,
		addReaction: place => void add(place),
		removeReaction: place => void remove(place),
		listEmoji: (log, message) => listEmoji.all(log, message),
	} satisfies Partial<MessageTable>;
};

export const messageTable = (database: Database, changes: Changes): MessageTable => {
	const addEdit = prepareWrite<[number, number, number]>(
		database,
		changes,
		'INSERT INTO edit (log, message, seq) VALUES (?, ?, ?)',
	);
	const listEdits = database
		.prepare<[number, number], number>(
			'SELECT seq FROM edit WHERE log = ? AND message = ? ORDER BY seq',
		)
		.pluck();
	const hide = prepareWrite<[number, number, number]>(
		database,
		changes,
		'INSERT INTO hidden (account, log, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
	);
	const listHidden = database
		.prepare<[number, number, number, number], number>(
			`SELECT message FROM hidden
			WHERE account = ? AND log = ? AND message BETWEEN ? AND ? ORDER BY message`,
		)
		.pluck();
	const prepareForget = (table: 'pin' | 'reaction') =>
		prepareWrite<[number, number]>(
			database,
			changes,
			`DELETE FROM ${table} WHERE log = ? AND message = ?`,
		);
	const forgetPin = prepareForget('pin');
	const forgetReactions = prepareForget('reaction');

	return {
		...pins(database, changes),
		...reactions(database, changes),
		addEdit: (log, message, seq) => void addEdit(log, message, seq),
		listEdits: (log, message) => listEdits.all(log, message),
		hide: (account, log, message) => hide(account, log, message).changes > 0,
		listHidden: (account, log, {first, last}) => listHidden.all(account, log, first, last),
		forget(log, message) {
			forgetPin(log, message);
			forgetReactions(log, message);
		},
	};
};
