/** All that is fuzzed. */
import type {Target} from './target.ts';
import {codec} from './targets/codec.ts';
import {fileName} from './targets/file-name.ts';
import {firstBytes} from './targets/first-bytes.ts';
import {markdown} from './targets/markdown.ts';
import {proxyHeader} from './targets/proxy-header.ts';
import {requests} from './targets/requests.ts';
import {terminalText} from './targets/terminal-text.ts';

export const targets: readonly Target[] = [
	codec,
	fileName,
	markdown,
	proxyHeader,
	terminalText,
	firstBytes,
	requests,
];

/** The one of this name, or all. @throws {Error} when there is none */
export const findTargets = (name: string | undefined): readonly Target[] => {
	const found = targets.filter(target => name === undefined || target.name === name);
	if (found.length === 0) {
		throw new Error(`There is no target ${name}: ${targets.map(one => one.name).join(', ')}.`);
	}

	return found;
};
