/** Recording leaves nothing behind when there is nothing to send. */
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {recordSound} from '../../source/terminal/record-sound.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

let folder = '';

beforeEach(() => {
	folder = join(temporaryFolder(), 'tmp');
	mkdirSync(folder);
	vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
	vi.unstubAllEnvs();
});

test('a recorder that is missing leaves no folder', async () => {
	vi.stubEnv('CHAT_TUI_RECORDER', '');
	vi.stubEnv('PATH', '');
	expect(() => recordSound()).toThrow('no recorder here');
	vi.stubEnv('CHAT_TUI_RECORDER', '/nowhere/recorder');
	await expect(recordSound().stop()).rejects.toThrow('did not record');
	expect(readdirSync(folder)).toEqual([]);
});

test('what is recorded stands in a folder of its own', async () => {
	vi.stubEnv('CHAT_TUI_RECORDER', 'sleep 60 #');
	const path = await recordSound().stop();
	expect(readdirSync(folder)).toHaveLength(1);
	expect(dirname(dirname(path))).toBe(folder);
	expect(existsSync(dirname(path))).toBe(true);
});
