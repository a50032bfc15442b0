/** What stands unsent in the composer of each conversation. */
import type {Database} from 'better-sqlite3';

export const createDraftTable = (database: Database) => {
	const readAll = database.prepare<[], {conversation: number; text: string}>(
		'SELECT conversation, text FROM draft',
	);
	const write = database.prepare<[number, string]>(
		`INSERT INTO draft (conversation, text) VALUES (?, ?)
		ON CONFLICT (conversation) DO UPDATE SET text = excluded.text`,
	);
	const remove = database.prepare<[number]>('DELETE FROM draft WHERE conversation = ?');

	const clear = database.prepare('DELETE FROM draft');

	return {
		readAll: (): Map<number, string> =>
			new Map(readAll.all().map(({conversation, text}) => [conversation, text])),
		/** An empty draft is none. */
		write: (conversation: number, text: string): void => {
			if (text === '') {
				remove.run(conversation);
			} else {
				write.run(conversation, text);
			}
		},
		clear: () => void clear.run(),
	};
};
