/** Files that are to be fetched and kept: they go on coming after a restart. */
import type {Database} from 'better-sqlite3';
import type {MessagePlace} from '../client-api.ts';

export type DownloadRow = MessagePlace & {
	/** The folder, or the path that the file is to have. */
	readonly target: string;
};

export type DownloadTable = ReturnType<typeof createDownloadTable>;

export const createDownloadTable = (database: Database) => {
	const readAll = database.prepare<[], DownloadRow>(
		'SELECT conversation, seq, target FROM download ORDER BY position',
	);
	const insert = database.prepare<DownloadRow>(
		`INSERT INTO download (conversation, seq, target) VALUES (@conversation, @seq, @target)
		ON CONFLICT (conversation, seq) DO UPDATE SET target = excluded.target`,
	);
	const remove = database.prepare<MessagePlace>(
		'DELETE FROM download WHERE conversation = @conversation AND seq = @seq',
	);
	const clear = database.prepare('DELETE FROM download');

	return {
		/** In the order of asking. */
		readAll: (): DownloadRow[] => readAll.all(),
		insert: (row: DownloadRow) => void insert.run(row),
		remove: ({conversation, seq}: MessagePlace) => void remove.run({conversation, seq}),
		clear: () => void clear.run(),
	};
};
