/** Pins: kept, replaced, and readable by nobody else. */
import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {findPin, pinServer} from '../../source/client/known-servers.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

test('a pin is found again, and a new one of the same server replaces it', () => {
	const dataDir = temporaryFolder();
	expect(findPin(dataDir, 'a:1')).toBeUndefined();
	pinServer(dataDir, 'a:1', 'SHA256:one');
	pinServer(dataDir, 'a:11', 'SHA256:two');
	pinServer(dataDir, 'a:1', 'SHA256:three');
	expect(findPin(dataDir, 'a:1')).toBe('SHA256:three');
	expect(findPin(dataDir, 'a:11')).toBe('SHA256:two');
	const file = join(dataDir, 'known_hosts');
	expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
	expect(statSync(file).mode & 0o777).toBe(0o600);
});
