/**
 * Migrates a server and kills itself with SIGKILL as soon as so much of a table, or of the files, is copied.
 *
 *     node test/helpers/migrating-process.ts FROM POSTGRES FILES TABLE
 */
import {pino} from 'pino';
import {migrateServer} from '../../source/server/migrate/migrate-server.ts';

const [from = '', postgres = '', folder = '', last = ''] = process.argv.slice(2);
await migrateServer({
	from,
	postgres,
	files: {folder},
	logger: pino({level: 'silent'}),
	onProgress(what) {
		if (what === last) {
			process.kill(process.pid, 'SIGKILL');
		}
	},
});
