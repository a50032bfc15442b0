/** Values that programs stumble over: edges of numbers, texts that nobody expects, deep and wide structures. */
import {below, oftenSmall, oneOf, type Random} from './random-choice.ts';

const oddNumbers = [
	0,
	-0,
	1,
	-1,
	0.5,
	2 ** 31 - 1,
	2 ** 31,
	2 ** 32,
	2 ** 53 - 1,
	2 ** 53,
	-(2 ** 53),
	1e21,
	1e308,
	Number.NaN,
	Number.POSITIVE_INFINITY,
	Number.MIN_VALUE,
] as const;

/** Pieces of texts: controls, what turns and hides text, half characters, what SQL, paths and patterns read. */
export const oddTexts = [
	'',
	' ',
	'\0',
	'\x1b[2J',
	'\x1b]0;title\x07',
	'\x1b]52;c;aGk=\x07',
	'\x1bP1$r\x1b\\',
	'\u009b31m',
	'\u009d0;x\u009c',
	'\r\n',
	'\u2028',
	'\u202e',
	'\u2066',
	'\u200b',
	'\u200d',
	'\u{e0041}\u{e007f}',
	'\ufeff',
	'\ud800',
	'\udc00',
	'e\u0301\u0301\u0301\u0301\u0301\u0301',
	'👨‍👩‍👧',
	'ﷺ',
	'İ',
	'ſ',
	'ﬀ',
	"' OR 1=1 --",
	'%_\\',
	'../../etc/passwd',
	'@',
	'#',
	'@@',
	'__proto__',
	'constructor',
	'toString',
	'NULL',
	'10.0.0.0/33',
	'::/0',
	'1e9',
	'<script>',
	'```\n',
	'> ',
	'**_`',
	'http://',
] as const;

export const oddText = (random: Random, lengthMax: number): string => {
	const count = oftenSmall(random, 12);
	const pieces = Array.from({length: count}, () => oneOf(random, oddTexts)).join('');
	const times = random() < 0.05 ? Math.ceil(lengthMax / (pieces.length || 1)) : 1;
	return pieces.repeat(times).slice(0, lengthMax + (random() < 0.1 ? 1 : 0));
};

export const oddNumber = (random: Random): number => oneOf(random, oddNumbers);

/** Anything that JSON or MessagePack can hold, and some things of which only one of them can. */
export const oddValue = (random: Random, depthMax: number): unknown => {
	const kind = below(random, depthMax > 0 ? 12 : 9);
	switch (kind) {
		case 0:
			return null;
		case 1:
			return random() < 0.5;
		case 2:
		case 3:
			return oddNumber(random);
		case 4:
		case 5:
			return oddText(random, 200);
		case 6:
			return Buffer.alloc(oftenSmall(random, 100));
		case 7:
			return new Date(below(random, 2 ** 40));
		case 8:
			return 2n ** BigInt(below(random, 65));
		case 9:
			return Array.from({length: oftenSmall(random, 20)}, () => oddValue(random, depthMax - 1));
		default:
			return Object.fromEntries(
				Array.from({length: oftenSmall(random, 10)}, () => [
					oddText(random, 20),
					oddValue(random, depthMax - 1),
				]),
			);
	}
};
