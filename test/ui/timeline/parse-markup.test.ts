/** Marks in messages do what their writer meant, and nothing else disappears. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sanitizeText} from '../../../source/terminal/sanitize-text.ts';
import {findLinks} from '../../../source/ui/timeline/find-tokens.ts';
import {parseInline} from '../../../source/ui/timeline/parse-inline.ts';
import {parseMarkup} from '../../../source/ui/timeline/parse-markup.ts';
import {awkwardText} from '../../helpers/awkward-text.ts';

/** `so <bold>it</bold>` */
const marked = (line: string): string => {
	const {text, tokens} = parseInline(line, 'alice');
	let position = 0;
	let result = '';
	for (const {start, end, role} of tokens) {
		result += `${text.slice(position, start)}<${role}>${text.slice(start, end)}</${role}>`;
		position = end;
	}

	return result + text.slice(position);
};

test.each([
	['so *it* is', 'so <bold>it</bold> is'],
	['so **it is**!', 'so <bold>it is</bold>!'],
	['***it***', '<bold>it</bold>'],
	['_it_, said', '<italic>it</italic>, said'],
	['*a _b_ c*', '<bold>a </bold><bold-italic>b</bold-italic><bold> c</bold>'],
	['_**all**_', '<bold-italic>all</bold-italic>'],
	['run `a_b * c`.', 'run <code>a_b * c</code>.'],
	['*see `x*y` there*', '<bold>see </bold><code>x*y</code><bold> there</bold>'],
	['これは*太字*です', 'これは<bold>太字</bold>です'],
	['("*quoted*")', '("<bold>quoted</bold>")'],
	['*👍🏽 good*', '<bold>👍🏽 good</bold>'],
	['_hi @alice_', '<italic>hi </italic><mention-own>@alice</mention-own>'],
	['*https://a.org/b_c_*', '<link>https://a.org/b_c_</link>'],
	['mail mailto:bob@a.org.', 'mail <link>mailto:bob@a.org</link>.'],
])('reads %s', (line, expected) => {
	expect(marked(line)).toBe(expected);
});

test.each([
	'snake_case_name and __init__',
	'2*3*4 and 2 * 3 * 4',
	'*.ts *.tsx',
	'src/*/test/*.ts',
	'a * b*',
	'_private',
	'don`t and won`t',
	'** **',
	'****',
	'5 * 3_000 * 2_000',
	'*\ufe0f\u20e3 keycap',
	'not *over',
	'(*^_^*)',
	'¯\\_(ツ)_/¯',
])('leaves %s as it is', line => {
	expect(parseInline(line, 'alice')).toEqual({text: line, tokens: []});
});

test('never reads marks in addresses', () => {
	const line = '_see https://a.org/x_y_ and http://b.org/*c*_';
	expect(marked(line)).toBe(
		'_see <link>https://a.org/x_y_</link> and <link>http://b.org/*c*_</link>',
	);
	expect(findLinks(line)).toEqual(['https://a.org/x_y_', 'http://b.org/*c*_']);
});

const kindsOf = (text: string) =>
	parseMarkup(text, 'alice').map(({kind, text: part}) => [kind, part]);

test('finds blocks of code and quotes', () => {
	expect(kindsOf('a\n```ts\n*x*\n\n > y\n```\nb')).toEqual([
		['text', 'a'],
		['code', '*x*\n\n > y'],
		['text', 'b'],
	]);
	expect(kindsOf('```one line```')).toEqual([['code', 'one line']]);
	expect(kindsOf('```first line\nlast line```')).toEqual([['code', 'first line\nlast line']]);
	expect(kindsOf('> a\n>\n> *b*\nc')).toEqual([
		['quote', 'a\n\nb'],
		['text', 'c'],
	]);
});

test.each(['```', '```\n```', '```ts\nno end', '>_<', '>quoted?', '1 > 2', '``````'])(
	'leaves the block %j as it is',
	text => {
		expect(kindsOf(text)).toEqual([['text', text]]);
	},
);

test('takes nothing away but marks, whatever is written', () => {
	const signs = /[*_`]|^> ?|^```.*$/gm;
	fc.assert(
		fc.property(awkwardText(14), raw => {
			const text = sanitizeText(raw);
			const blocks = parseMarkup(text, 'alice');
			const letters = (part: string) => part.replaceAll(signs, '').replaceAll(/[\s>\u25CC]/g, '');
			expect(letters(blocks.map(block => block.text).join('\n'))).toBe(letters(text));
			for (const block of blocks) {
				let last = 0;
				for (const {start, end} of block.tokens) {
					expect(start).toBeGreaterThanOrEqual(last);
					expect(end).toBeGreaterThan(start);
					last = end;
				}

				expect(last).toBeLessThanOrEqual(block.text.length);
			}
		}),
		{seed: 3, numRuns: 1_000},
	);
});

test('reads the longest message of nothing but marks at once', () => {
	for (const piece of ['*a ', '_', '`', '**', '> ', '```\n', '*_a', '*a* ']) {
		const startedAt = performance.now();
		parseMarkup(piece.repeat(Math.floor(16_000 / piece.length)), 'alice');
		expect(performance.now() - startedAt).toBeLessThan(500);
	}
});
