/** A Node that is too old is told so in one line, before it meets anything that it cannot parse. */
import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {type ProgramResult, programPath} from '../helpers/program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const runNode = (args: readonly string[]): Promise<ProgramResult> =>
	new Promise(resolve => {
		execFile(process.execPath, args, {timeout: 20_000}, (error, stdout, stderr) => {
			resolve({exitCode: error === null ? 0 : Number(error.code ?? 1), stdout, stderr});
		});
	});

/** Runs the program in this Node, which says that it is `version`. */
const runAs = (version: string, words: readonly string[]): Promise<ProgramResult> => {
	const preload = join(temporaryFolder(), 'preload.mjs');
	writeFileSync(
		preload,
		`Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}});`,
	);
	return runNode(['--import', pathToFileURL(preload).href, programPath, ...words]);
};

test.each(['18.20.8', '20.20.2', '22.11.0'])('refuses Node %s in one line', async version => {
	expect(await runAs(version, ['--help'])).toEqual({
		exitCode: 2,
		stdout: '',
		stderr: `chat-tui needs Node 22.12 or newer; this is Node ${version}.\n`,
	});
});

test.each(['22.12.0', '24.0.0'])('runs in Node %s', async version => {
	const {exitCode, stdout} = await runAs(version, ['--help']);
	expect(exitCode).toBe(0);
	expect(stdout).toContain('chat-tui --serve');
});
