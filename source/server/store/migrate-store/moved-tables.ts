/** The tables that both stores have, with what moves of each: in an order in which no row refers to a later one. */

export type ColumnKind = 'integer' | 'boolean' | 'text' | 'bytes';

export type MovedTable = {
	readonly name: string;
	/** Column → what it holds. */
	readonly columns: Readonly<Record<string, ColumnKind>>;
	/** What orders the rows, alike on both sides. */
	readonly key: readonly string[];
	/** What SQLite is asked for; the table itself where nothing is said. */
	readonly source?: string;
	/** Whether the next `id` is remembered beside the rows. */
	readonly isNumbered?: boolean;
};

/** SQLite finds a log's head in what else it has of it. */
const logHeads = `(SELECT id, max(
	coalesce((SELECT max(seq) FROM entry WHERE log = log.id), 0),
	coalesce((SELECT trimmed_seq FROM conversation WHERE log = log.id), 0)) AS head FROM log)`;

const place = {log: 'integer', message: 'integer'} as const;

/** Not what each side makes by itself: the sum of all files, and the orders of a cluster. */
export const movedTables: readonly MovedTable[] = [
	{name: 'setting', columns: {key: 'text', value: 'text'}, key: ['key']},
	{
		name: 'log',
		columns: {id: 'integer', head: 'integer'},
		key: ['id'],
		source: logHeads,
		isNumbered: true,
	},
	{
		name: 'account',
		columns: {
			id: 'integer',
			name: 'text',
			name_key: 'text',
			log: 'integer',
			password_hash: 'text',
			is_admin: 'boolean',
			created_at: 'integer',
			seen_at: 'integer',
			profile: 'text',
			nickname_key: 'text',
			avatar: 'text',
			skeleton: 'text',
			presence: 'text',
			preferences: 'text',
			talk_ban: 'text',
			is_deleted: 'boolean',
		},
		key: ['id'],
		isNumbered: true,
	},
	{
		name: 'device',
		columns: {
			id: 'integer',
			account: 'integer',
			name: 'text',
			token_hash: 'bytes',
			created_at: 'integer',
			seen_at: 'integer',
		},
		key: ['id'],
		isNumbered: true,
	},
	{
		name: 'relation',
		columns: {account: 'integer', other: 'integer', kind: 'text'},
		key: ['account', 'other'],
	},
	{name: 'picture', columns: {id: 'text', bytes: 'bytes'}, key: ['id']},
	{
		name: 'conversation',
		columns: {
			log: 'integer',
			kind: 'text',
			name: 'text',
			name_key: 'text',
			direct_key: 'text',
			member_count: 'integer',
			created_at: 'integer',
			settings: 'text',
			picture: 'text',
			skeleton: 'text',
			retention_ms: 'integer',
			retention_at: 'integer',
			trimmed_seq: 'integer',
			trimmed_at: 'integer',
		},
		key: ['log'],
	},
	{
		name: 'member',
		columns: {
			log: 'integer',
			account: 'integer',
			role: 'text',
			joined_seq: 'integer',
			read_seq: 'integer',
			muted: 'text',
			notifications: 'text',
			delivered_seq: 'integer',
			sent_at: 'integer',
			is_own: 'boolean',
		},
		key: ['log', 'account'],
	},
	{
		name: 'absent_member',
		columns: {log: 'integer', account: 'integer', muted: 'text', sent_at: 'integer'},
		key: ['log', 'account'],
	},
	{
		name: 'member_ban',
		columns: {log: 'integer', account: 'integer'},
		key: ['log', 'account'],
	},
	{
		name: 'entry',
		columns: {
			log: 'integer',
			seq: 'integer',
			kind: 'text',
			sender: 'integer',
			id: 'text',
			at: 'integer',
			content: 'text',
		},
		key: ['log', 'seq'],
	},
	{
		name: 'trimmed_message',
		columns: {
			id: 'text',
			sender: 'integer',
			log: 'integer',
			seq: 'integer',
			at: 'integer',
			gone_at: 'integer',
		},
		key: ['id', 'sender'],
	},
	{name: 'pin', columns: {...place, seq: 'integer'}, key: ['log', 'message']},
	{
		name: 'reaction',
		columns: {...place, account: 'integer', emoji: 'text'},
		key: ['log', 'message', 'account', 'emoji'],
	},
	{name: 'edit', columns: {...place, seq: 'integer'}, key: ['log', 'message', 'seq']},
	{
		name: 'hidden',
		columns: {account: 'integer', ...place},
		key: ['account', 'log', 'message'],
	},
	{
		name: 'invitation',
		columns: {
			code_hash: 'bytes',
			uses_left: 'integer',
			expires_at: 'integer',
			log: 'integer',
			account: 'integer',
		},
		key: ['code_hash'],
	},
	{
		name: 'ban',
		columns: {
			target: 'text',
			account: 'integer',
			until: 'integer',
			reason: 'text',
			by: 'text',
			at: 'integer',
		},
		key: ['target'],
	},
	{
		name: 'audit',
		columns: {
			id: 'integer',
			at: 'integer',
			by: 'text',
			act: 'text',
			target: 'text',
			detail: 'text',
		},
		key: ['id'],
		isNumbered: true,
	},
	{name: 'file', columns: {id: 'text', size: 'integer'}, key: ['id']},
	{
		name: 'upload',
		columns: {
			account: 'integer',
			file: 'text',
			size: 'integer',
			at: 'integer',
			is_whole: 'boolean',
		},
		key: ['account', 'file'],
	},
	{
		name: 'file_use',
		columns: {log: 'integer', seq: 'integer', file: 'text', account: 'integer', kind: 'text'},
		key: ['log', 'seq'],
	},
];
