/** Hashing a file: what is begun for nothing leaves nothing open. */
import {existsSync, readdirSync, readlinkSync} from 'node:fs';
import {expect, test} from 'vitest';
import {hashFile} from '../../../source/client/files/hash-file.ts';
import {makeFile} from '../../helpers/files.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const isOpen = (path: string): boolean =>
	readdirSync('/proc/self/fd').some(number => {
		const link = `/proc/self/fd/${number}`;
		return existsSync(link) && readlinkSync(link) === path;
	});

test.runIf(existsSync('/proc/self/fd'))(
	'a file is not left open, when its transfer ended before or ends meanwhile',
	async () => {
		const path = makeFile('a.bin', 'x'.repeat(1_000_000));
		await expect(hashFile(path, {signal: AbortSignal.abort()})).rejects.toThrow();
		const meanwhile = new AbortController();
		const hashed = hashFile(path, {
			signal: meanwhile.signal,
			onProgress: () => meanwhile.abort(),
		});
		await expect(hashed).rejects.toThrow();
		await waitFor(() => !isOpen(path), 'the file to be closed');
	},
);
