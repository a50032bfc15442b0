/** Names of files that others chose: what comes of them is one name, in its folder, that hides nothing. */
import {basename, join, resolve} from 'node:path';
import {extensionOf, numberedName, toFileName} from '../../../source/client/files/file-name.ts';
import {isFileName} from '../../../source/protocol/file-names.ts';
import {oddText} from '../odd-values.ts';
import {oftenSmall, oneOf, type Random} from '../random-choice.ts';
import type {Target} from '../target.ts';

const folder = '/home/somebody/downloads';
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Anything that a terminal obeys or a person does not see. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const mustHold = (isTrue: boolean, what: string): void => {
	if (!isTrue) {
		throw new Error(what);
	}
};

const checkName = (name: string): void => {
	mustHold(isFileName(name), 'it is no name of a file');
	mustHold(basename(name) === name, 'it is a path');
	mustHold(resolve(join(folder, name)) === `${folder}/${name}`, 'it leads out of its folder');
	mustHold(!name.startsWith('.'), 'it is hidden');
	mustHold(!unseen.test(name), 'it holds what nobody sees');
	mustHold(!/[/\\:*?"<>|]/.test(name), 'it holds what other systems refuse');
	mustHold(!device.test(name), 'it names a device');
	mustHold(!/[. ]$/.test(name), 'its end vanishes on other systems');
};

const check = (input: Buffer): string => {
	const given = input.length % 2 === 0 ? input.toString() : input.toString('utf16le');
	const name = toFileName(given);
	checkName(name);
	mustHold(toFileName(name) === name, 'twice made safe is something else');
	for (const number of [2, 9_999]) {
		const numbered = numberedName(name, number);
		checkName(numbered);
		mustHold(numbered !== name, 'the second has the name of the first');
	}

	const kept = extensionOf(name) === '' ? 'none' : 'extension';
	return `${kept} ${name === 'file'} ${name.length > 200} ${name === given} ${name.startsWith('_')}`;
};

const seeds = ['plan.pdf', '../../etc/passwd', 'C:\\x.exe', '.bashrc', 'nul.txt', 'a.tar.gz', '…'];

export const fileName: Target = {
	name: 'file-name',
	seeds: [...seeds, `${'長'.repeat(90)}.pdf`, `a.${'x'.repeat(251)}`].map(text =>
		Buffer.from(text),
	),
	tokens: [
		'/',
		'\\',
		'..',
		'.',
		' ',
		':',
		'con',
		'\u202e',
		'\u0301',
		'\ud83d',
		'ﬀ',
		'．',
		'／',
	].map(text => Buffer.from(text)),
	generate(random: Random) {
		const text = `${oddText(random, 300)}${'n'.repeat(oftenSmall(random, 260))}.${oddText(random, 40)}`;
		return Buffer.from(text, oneOf(random, ['utf8', 'utf16le'] as const));
	},
	shortRuns: 4_000,
	open: () => Promise.resolve({check}),
};
