/** What has to be loaded before the first picture: no codec, no schemas, no sockets. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const source = fileURLToPath(new URL('../../source', import.meta.url));

/** Files and packages that importing `entry` loads at once. Types and `import()` load nothing. */
const loadedBy = (entry: string): Set<string> => {
	const loaded = new Set<string>();
	const visit = (file: string): void => {
		if (loaded.has(file)) {
			return;
		}

		loaded.add(file);
		const text = readFileSync(file, 'utf8');
		for (const [, clause = '', target = ''] of text.matchAll(
			/^(?:import|export)\s+([^'";]*?)\s*from\s+'([^']+)'/gm,
		)) {
			const isTypeOnly = clause.startsWith('type ') || /^\{\s*(?:type\s+\w+,?\s*)+\}$/.test(clause);
			if (isTypeOnly) {
				continue;
			}

			if (target.startsWith('.')) {
				visit(join(dirname(file), target));
			} else {
				loaded.add(target);
			}
		}
	};

	visit(join(source, entry));
	return loaded;
};

test.each([
	'client/accounts.ts',
	'client/account-folders.ts',
	'client/slash-commands/run-slash-command.ts',
	'client/slash-commands/complete-input.ts',
	'client/library.ts',
])('%s loads nothing heavy', entry => {
	const loaded = loadedBy(entry);
	expect(loaded.size).toBeGreaterThan(2);
	const heavy = ['zod', 'msgpackr', 'node:tls', 'node:net', 'node:crypto', 'react', 'ink'];
	expect(heavy.filter(name => loaded.has(name))).toEqual([]);
	const ours = ['protocol/codec.ts', 'protocol/commands.ts', 'client/connection.ts'];
	expect(ours.filter(name => loaded.has(join(source, name)))).toEqual([]);
});

test('the list of accounts loads no database', () => {
	expect(loadedBy('client/account-folders.ts').has('better-sqlite3')).toBe(false);
	expect(loadedBy('client/accounts.ts').has('better-sqlite3')).toBe(true);
});
