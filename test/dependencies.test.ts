/** What is installed is what the lock file says: every package whole, from the registry, and from nowhere else. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

type Locked = {
	readonly version?: string;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly link?: boolean;
	readonly dev?: boolean;
	readonly optional?: boolean;
	readonly os?: readonly string[];
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
};

const read = (name: string) =>
	JSON.parse(readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8'));

const manifest: Locked = read('package.json');
const lock: {lockfileVersion: number; packages: Record<string, Locked>} = read('package-lock.json');
const {'': root, ...packages} = lock.packages;

test('the lock file knows the dependencies as package.json names them', () => {
	expect(lock.lockfileVersion).toBe(3);
	expect(root?.dependencies).toEqual(manifest.dependencies);
	expect(root?.devDependencies).toEqual(manifest.devDependencies);
	for (const name of Object.keys({...manifest.dependencies, ...manifest.devDependencies})) {
		expect(packages[`node_modules/${name}`]?.version, name).toMatch(/^\d+\.\d+\.\d+/);
	}
});

test('no dependency comes from a repository, an archive or a folder', () => {
	const wanted = Object.values({...manifest.dependencies, ...manifest.devDependencies});
	for (const version of wanted) {
		expect(version).toMatch(/^[~^]?\d+\.\d+\.\d+$/);
	}

	expect(Object.values(packages).filter(({link}) => link)).toEqual([]);
});

test('every package is locked to one content, and to no place', () => {
	for (const [path, {version, resolved, integrity, ...flags}] of Object.entries(packages)) {
		expect(version, path).toBeDefined();
		// npm notes no content of a developer's tool for another system than the one it was locked on.
		const isForeignTool = flags.dev && flags.optional && flags.os !== undefined;
		if (integrity !== undefined || !isForeignTool) {
			expect(integrity ?? 'none', path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
		}

		// Then it comes from the registry of whoever installs.
		expect(resolved, path).toBeUndefined();
	}
});
