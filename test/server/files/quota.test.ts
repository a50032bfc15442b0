/** What counts against the room that files have. */
import {expect, test} from 'vitest';
import {defaultServerSettings} from '../../../source/server/defaults.ts';
import {openDiskFiles} from '../../../source/server/files/disk-files.ts';
import {writeServerSettings} from '../../../source/server/server-settings.ts';
import {openFileNodes, sendTo} from '../../helpers/file-nodes.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {makeBytes} from '../../helpers/wire-files.ts';

test('an upload that goes on counts once, and the parts of others count too', async () => {
	const {store, account, start} = await openFileNodes();
	await store.transact(transaction =>
		writeServerSettings(transaction, {...defaultServerSettings, serverFileBytesMax: 1_000_000}),
	);
	const folder = temporaryFolder();
	const uploads = start(openDiskFiles(folder));
	const bytes = makeBytes(600_000);
	await sendTo(uploads, account, {bytes, end: 500_000});
	await uploads.closeIdle(performance.now());
	expect((await sendTo(uploads, account, {bytes, end: 500_000})).offset).toBe(500_000);

	const other = makeBytes(500_001, 2);
	await expect(sendTo(uploads, account, {bytes: other})).rejects.toThrow('reached its limit');
	await sendTo(uploads, account, {bytes: other.subarray(0, 400_000)});
});
