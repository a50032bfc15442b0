/** Bundles the bare Ink program the way chat-tui itself is bundled. */
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const requireForBundled =
	"import {createRequire} from 'node:module';const require = createRequire(import.meta.url);";

/** Starts with V8's compile cache, as chat-tui does. */
const launcher = `import {enableCompileCache} from 'node:module';
enableCompileCache(process.argv[2]);
await import('./ink-picture.js');
`;

/** Returns the command that starts the floor; its files stand in `folder`. */
export const buildFloor = async (folder: string): Promise<readonly string[]> => {
	await build({
		entryPoints: [fileURLToPath(new URL('../floors/ink-picture.tsx', import.meta.url))],
		outdir: folder,
		bundle: true,
		format: 'esm',
		platform: 'node',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
		banner: {js: requireForBundled},
		plugins: [
			{
				name: 'leave-out-devtools',
				setup({onResolve, onLoad}) {
					onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'none'}));
					onLoad({filter: /.*/, namespace: 'none'}, () => ({contents: 'export default undefined'}));
				},
			},
		],
	});
	await writeFile(join(folder, 'package.json'), '{"type": "module"}');
	const file = join(folder, 'floor.js');
	await writeFile(file, launcher);
	return [process.execPath, file, join(folder, 'compile-cache')];
};
