/** Builds `dist/`: the bundled program, the library, its types, and the notices of what is bundled. */
import {execFileSync} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BuildOptions, build, type Metafile, type Plugin} from 'esbuild';
import {useOwnCompositor} from './ink-plugin.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

const {dependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	dependencies: Record<string, string>;
};

/** Ink imports its developer tools by name; they are no part of a production program. */
const leaveOutDevtools: Plugin = {
	name: 'leave-out-devtools',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'left-out'}));
		onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'export default undefined;'}));
	},
};

const common: BuildOptions = {
	absWorkingDir: root,
	outdir: dist,
	format: 'esm',
	platform: 'node',
	target: 'node22.12',
	logLevel: 'warning',
};

/** The launcher stands alone and stays readable for old Nodes. */
const buildLauncher = () =>
	build({
		...common,
		entryPoints: ['source/chat-tui.ts'],
		target: 'node14.18',
		bundle: true,
		plugins: [
			{
				name: 'keep-command-line-apart',
				setup({onResolve}) {
					onResolve({filter: /^\.\/cli\.ts$/}, () => ({path: './cli.js', external: true}));
				},
			},
		],
		supported: {'top-level-await': true, 'dynamic-import': true},
	});

const buildProgram = () =>
	build({
		...common,
		entryPoints: {
			cli: 'source/cli.ts',
			library: 'source/client/library.ts',
			// Beside the chunks: whoever starts it looks for it where it stands itself.
			'chunks/media-process': 'source/media/media-process.ts',
			'chunks/backup-process': 'source/server/backup/backup-process.ts',
		},
		chunkNames: 'chunks/[name]-[hash]',
		bundle: true,
		splitting: true,
		minifySyntax: true,
		minifyWhitespace: true,
		metafile: true,
		legalComments: 'none',
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': '"false"',
			// Yoga would decode its WebAssembly with it, and Node load all of its HTTP client for that.
			fetch: 'undefined',
		},
		external: Object.keys(dependencies),
		plugins: [leaveOutDevtools, useOwnCompositor],
		// What is bundled from CommonJS asks for Node's own modules with `require`.
		banner: {
			js: "import {createRequire as createRequireOfBundle} from 'node:module';const require = createRequireOfBundle(import.meta.url);",
		},
	});

const buildTypes = (): void => {
	const compiler = fileURLToPath(import.meta.resolve('typescript/package.json'));
	execFileSync(
		process.execPath,
		[join(dirname(compiler), 'bin', 'tsc'), '--project', 'scripts/tsconfig.types.json'],
		{cwd: root, stdio: 'inherit'},
	);
};

/** Licences ask that their text goes where the code goes. */
const collectNotices = ({inputs}: Metafile): string => {
	const folders = new Set<string>();
	for (const input of Object.keys(inputs)) {
		const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
		if (match) {
			folders.add(match[0]);
		}
	}

	return [...folders]
		.sort()
		.map(folder => {
			const {name, version, license} = JSON.parse(
				readFileSync(join(root, folder, 'package.json'), 'utf8'),
			) as Record<string, string>;
			const file = ['LICENSE', 'license', 'LICENSE.md', 'license.md', 'LICENSE.txt']
				.map(candidate => join(root, folder, candidate))
				.find(existsSync);
			const text = file === undefined ? `Licence: ${license}` : readFileSync(file, 'utf8').trim();
			return `${name} ${version}\n\n${text}\n`;
		})
		.join(`\n${'-'.repeat(72)}\n\n`);
};

rmSync(dist, {recursive: true, force: true});
const [{metafile}] = await Promise.all([buildProgram(), buildLauncher()]);
buildTypes();
if (metafile !== undefined) {
	writeFileSync(join(dist, 'third-party-notices.txt'), collectNotices(metafile));
}

chmodSync(join(dist, 'chat-tui.js'), 0o755);
