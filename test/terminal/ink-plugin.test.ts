/** The bundle's Ink draws what Ink itself draws. */
import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build, type Plugin} from 'esbuild';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {FrameCell} from '../../scripts/frame-to-svg.ts';
import {useOwnCompositor} from '../../scripts/ink-plugin.ts';
import {createTerminalEmulator} from '../helpers/terminal-emulator.ts';

const picture = fileURLToPath(new URL('fixtures/ink-picture.tsx', import.meta.url));
const devtoolsStub: Plugin = {
	name: 'leave-out-devtools',
	setup({onResolve, onLoad}) {
		onResolve({filter: /^react-devtools-core$/}, ({path}) => ({path, namespace: 'left-out'}));
		onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: 'export default undefined;'}));
	},
};

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'chat-tui-ink-'));
});
afterAll(() => rm(folder, {recursive: true}));

const bundle = (plugins: readonly Plugin[], outfile: string) =>
	build({
		entryPoints: [picture],
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		jsx: 'automatic',
		logLevel: 'silent',
		plugins: [devtoolsStub, ...plugins],
		define: {'process.env.NODE_ENV': '"production"'},
		banner: {
			js: "import {createRequire as createRequireOfBundle} from 'node:module';const require = createRequireOfBundle(import.meta.url);",
		},
	});

/** The picture's cells after a bundle with `plugins` has drawn it. */
const draw = async (plugins: readonly Plugin[]): Promise<readonly (readonly FrameCell[])[]> => {
	const outfile = join(folder, `picture-${plugins.length}.mjs`);
	await bundle(plugins, outfile);
	const {stdout} = await promisify(execFile)(process.execPath, [outfile], {
		env: {...process.env, FORCE_COLOR: '3'},
	});
	const [first = '[]'] = stdout.split('\n');
	const rows = JSON.parse(first) as string[];
	const terminal = createTerminalEmulator({columns: 40, rows: 12});
	await terminal.write(rows.join('\r\n'));
	const cells = terminal.frame().rows;
	terminal.dispose();
	return cells;
};

/** Blank cells have no colour to see but that behind them. */
const visible = (cell: FrameCell): FrameCell | string =>
	cell.text === ' ' && !cell.isInverse && !cell.isUnderlined ? `blank ${cell.background}` : cell;

test('draws cell by cell what Ink draws without it', async () => {
	const [own, original] = await Promise.all([draw([useOwnCompositor]), draw([])]);
	expect(original.flat().some(cell => cell.text === '╭')).toBe(true);
	expect(own.map(row => row.map(visible))).toEqual(original.map(row => row.map(visible)));
});

test('refuses to build when Ink has changed its rooms', async () => {
	const elsewhere: Plugin = {
		name: 'elsewhere',
		setup({onResolve}) {
			onResolve({filter: /^\.\/output\.js$/}, ({importer}) => ({
				path: join(importer, '..', 'output.js'),
			}));
		},
	};
	await expect(bundle([elsewhere, useOwnCompositor], join(folder, 'refused.mjs'))).rejects.toThrow(
		'Ink has no ./output.js any more',
	);
});
