/** Gives Ink our compositor and our idea of widths when it is bundled (docs/decisions.md tells why). */
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';

const terminalFolder = fileURLToPath(new URL('../source/terminal', import.meta.url));

/** What stands in Ink's place: a module with nothing but a default export. */
const replacements = {
	output: "export {FrameCompositor as default} from './frame-compositor.ts';",
	'string-width': "export {styledWidth as default} from './styled-cells.ts';",
} as const;

const isInk = (importer: string): boolean =>
	/[\\/]node_modules[\\/]ink[\\/]build[\\/]/.test(importer);

/**
 * Ink's `Output` tokenizes and measures every cell of every frame; `FrameCompositor` has its three
 * methods and keeps unchanged rows. `string-width`, which Ink and what it stands on measure with,
 * becomes ours, so that layout and painting never disagree. Fails the build when Ink's `Output` is
 * no longer where it was.
 */
export const useOwnCompositor: Plugin = {
	name: 'use-own-compositor',
	setup({onResolve, onLoad, onStart, onEnd}) {
		let hasInk = false;
		let isReplaced = false;
		onStart(() => {
			hasInk = false;
			isReplaced = false;
		});
		onResolve({filter: /^ink$/}, () => {
			hasInk = true;
			return undefined;
		});
		onResolve({filter: /^\.\/output\.js$/}, ({importer}) => {
			if (!isInk(importer)) {
				return undefined;
			}

			isReplaced = true;
			return {path: 'output', namespace: 'own-compositor'};
		});
		onResolve({filter: /^string-width$/}, ({importer}) =>
			importer.startsWith(terminalFolder)
				? undefined
				: {path: 'string-width', namespace: 'own-compositor'},
		);
		onLoad({filter: /.*/, namespace: 'own-compositor'}, ({path}) => ({
			contents: replacements[path as keyof typeof replacements],
			loader: 'ts',
			resolveDir: terminalFolder,
		}));
		onEnd(() =>
			hasInk && !isReplaced
				? {errors: [{text: 'Ink has no ./output.js any more: look at scripts/ink-plugin.ts.'}]}
				: undefined,
		);
	},
};
