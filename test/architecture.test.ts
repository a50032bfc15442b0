/** The rules of the house: who may import whom, how long a file may be, what no file may hold. */
import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const sourceRoot = join(root, 'source');

const files = (readdirSync(sourceRoot, {recursive: true}) as string[])
	.filter(file => /\.tsx?$/.test(file))
	.map(file => ({file, text: readFileSync(join(sourceRoot, file), 'utf8')}));

/** What `file` imports: paths below `source/` for our own files, the given name for packages. */
const importsOf = (file: string, text: string): string[] =>
	[...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'([^']+)'/gm)].map(([, target = '']) =>
		target.startsWith('.')
			? relative(sourceRoot, join(dirname(join(sourceRoot, file)), target))
			: target,
	);

const violations = (
	isConcerned: (file: string) => boolean,
	isAllowed: (imported: string, file: string) => boolean,
): string[] =>
	files
		.filter(({file}) => isConcerned(file))
		.flatMap(({file, text}) =>
			importsOf(file, text)
				.filter(imported => !isAllowed(imported, file))
				.map(imported => `${file} imports ${imported}`),
		);

const isOurs = (imported: string) => /\.tsx?$/.test(imported);
const isIn =
	(...folders: string[]) =>
	(path: string) =>
		folders.some(folder => path === folder || path.startsWith(`${folder}/`));

test('protocol imports nothing of ours', () => {
	expect(violations(isIn('protocol'), path => !isOurs(path) || isIn('protocol')(path))).toEqual([]);
});

test('terminal imports nothing of ours', () => {
	expect(violations(isIn('terminal'), path => !isOurs(path) || isIn('terminal')(path))).toEqual([]);
});

test.each(['turns', 'disk'])('%s imports nothing of ours', room => {
	expect(violations(isIn(room), path => !isOurs(path) || isIn(room)(path))).toEqual([]);
});

test('the server imports itself, turns, disk and the protocol only', () => {
	const isAllowed = isIn('server', 'turns', 'disk', 'protocol');
	expect(violations(isIn('server'), path => !isOurs(path) || isAllowed(path))).toEqual([]);
});

test('media imports nothing of ours', () => {
	expect(violations(isIn('media'), path => !isOurs(path) || isIn('media')(path))).toEqual([]);
});

test('the client imports itself, media, turns, disk, the protocol and the data folder only', () => {
	const isAllowed = isIn('client', 'media', 'turns', 'disk', 'protocol', 'data-folder.ts');
	expect(violations(isIn('client'), path => !isOurs(path) || isAllowed(path))).toEqual([]);
});

test('the screen imports itself, the client, the terminal and the protocol only', () => {
	const isAllowed = isIn('ui', 'client', 'terminal', 'protocol');
	expect(violations(isIn('ui'), path => !isOurs(path) || isAllowed(path))).toEqual([]);
});

test('an export imports the client, the terminal, the protocol and the pure words and marks of the screen', () => {
	const isAllowed = isIn(
		'export',
		'client',
		'turns',
		'disk',
		'terminal',
		'protocol',
		'ui/text-timeline.ts',
		'ui/timeline/parse-markup.ts',
		'ui/timeline/find-tokens.ts',
	);
	expect(violations(isIn('export'), path => !isOurs(path) || isAllowed(path))).toEqual([]);
});

test('react and ink are in ui only', () => {
	const isScreenPackage = (path: string) => /^(?:react|ink)(?:\/|$)/.test(path);
	expect(
		violations(
			file => !isIn('ui')(file),
			path => !isScreenPackage(path),
		),
	).toEqual([]);
});

test('databases and their sql are in the two database folders only', () => {
	const isDatabase = isIn('server/store', 'client/database');
	const isOutside = (file: string) => !isDatabase(file);
	expect(violations(isOutside, path => path !== 'better-sqlite3' && path !== 'pg')).toEqual([]);
	const sql = /\b(?:SELECT\s.+\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|DELETE\s+FROM|CREATE\s+TABLE)\b/;
	expect(
		files.filter(({file, text}) => isOutside(file) && sql.test(text)).map(({file}) => file),
	).toEqual([]);
});

test('only the codec parses what came over the wire', () => {
	expect(
		violations(
			file => file !== 'protocol/codec.ts',
			path => path !== 'msgpackr',
		),
	).toEqual([]);
});

test('every file tells its purpose first and stays within 300 lines', () => {
	const isTold = (text: string) => /^(?:#!.*\n)?\/\*\*/.test(text);
	expect(files.filter(({text}) => !isTold(text)).map(({file}) => file)).toEqual([]);
	expect(files.filter(({text}) => text.split('\n').length > 301).map(({file}) => file)).toEqual([]);
});

test('no file is a utils, a manager or a barrel', () => {
	const isVague = (file: string) =>
		/(?:^|[/-])(?:utils?|helpers?|managers?|misc|common|index)\.tsx?$/.test(file);
	expect(files.filter(({file}) => isVague(file)).map(({file}) => file)).toEqual([]);
});

test('every file is reached from the program or the library', () => {
	const imported = new Set(files.flatMap(({file, text}) => importsOf(file, text)));
	// The build puts the compositor into Ink (scripts/ink-plugin.ts).
	const entries = new Set([
		'chat-tui.ts',
		'media/media-process.ts',
		'server/backup/backup-process.ts',
		'client/library.ts',
		'server/store/postgres/postgres-store.ts',
		'terminal/frame-compositor.ts',
	]);
	// Declarations are TypeScript's to find.
	const isReached = ({file}: {file: string}) =>
		entries.has(file) || imported.has(file) || file.endsWith('.d.ts');
	expect(files.filter(file => !isReached(file)).map(({file}) => file)).toEqual([]);
});
