/** A folder of its own for each test that asks, removed when the test has ended. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

export const temporaryFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'chat-tui-test-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
};
