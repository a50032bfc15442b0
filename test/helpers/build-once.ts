/** Builds `dist/` once before the tests, so that end-to-end tests run what a user would. */
import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

export const setup = (): void => {
	const script = fileURLToPath(new URL('../../scripts/build.ts', import.meta.url));
	execFileSync(process.execPath, [script], {stdio: 'inherit'});
};
