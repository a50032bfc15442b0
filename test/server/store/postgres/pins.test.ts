/** Pins come by the time of pinning, as the port says and as SQLite tells them. */
import {expect, onTestFinished, test} from 'vitest';
import {openPostgresStore} from '../../../../source/server/store/postgres/postgres-store.ts';
import {startPostgres} from '../../../helpers/private-postgres.ts';

test('lists the pins of a log by the time of pinning', async ({skip}) => {
	const postgres = await startPostgres();
	if (postgres === undefined) {
		skip();
		return;
	}

	onTestFinished(() => postgres.stop());
	const url = await postgres.createDatabase();
	const store = await openPostgresStore({url, onCommitted: () => undefined});
	onTestFinished(() => store.close());
	const pins = await store.transact(async ({messages}) => {
		await messages.addPin(7, 30, 41);
		await messages.addPin(7, 10, 42);
		await messages.addPin(7, 20, 43);
		return messages.listPins(7);
	});
	expect(pins).toEqual([30, 10, 20]);
});
