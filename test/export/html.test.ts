/** Whatever people write, name themselves or call their files: a page stays text, and runs nothing. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toFileName} from '../../source/client/files/file-name.ts';
import type {MessageBody, MessageFile, TimelineItem} from '../../source/client/state.ts';
import {localAddress} from '../../source/export/html/html.ts';
import {itemHtml} from '../../source/export/html/item-html.ts';
import {pageStart} from '../../source/export/html/page-shell.ts';
import {messageBody} from '../helpers/timeline-items.ts';

const nasty = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	"' onmouseover='alert(1)",
	'javascript:alert(1)',
	'[x](javascript:alert(1))',
	'https://x/"onclick="alert(1)',
	'</style><style>*{display:none}',
	'<!--',
	']]>',
	'&lt;b&gt; &amp; &#x202e;',
	'\u202Egnp.exe\u2066',
	'\u0000\u001B[31m',
	'```\n<iframe srcdoc="x">\n```',
	'> <svg/onload=alert(1)>',
	'*<b onclick=x>*',
	'`</code><script>`',
	'..%2f..%2fetc',
	'@<b>',
	'\uD800',
];

const text = fc.oneof(
	fc.constantFrom(...nasty),
	fc.string({unit: 'binary'}),
	fc
		.array(fc.constantFrom(...nasty, '<', '>', '"', "'", '&', ' ', '\n', '*', '`'), {maxLength: 8})
		.map(parts => parts.join('')),
);

const file: fc.Arbitrary<MessageFile> = fc.record({
	id: fc.constant('A'.repeat(43)),
	size: fc.nat(),
	name: text,
	kind: fc.constantFrom('picture', 'sound', 'video', 'file'),
	type: fc.constant('image/png'),
});

const body: fc.Arbitrary<MessageBody> = fc.record({
	kind: fc.constant('message-sent'),
	text,
	replyTo: fc.option(fc.record({seq: fc.constant(1), sender: text, text}), {nil: undefined}),
	isMentioned: fc.boolean(),
	isAction: fc.boolean(),
	file: fc.option(file, {nil: undefined}),
	forwarded: fc.option(fc.record({sender: text, at: fc.nat()}), {nil: undefined}),
	isRecalled: fc.constant(false),
	editedAt: fc.option(fc.nat(), {nil: undefined}),
	reactions: fc.array(
		fc.record({
			emoji: text,
			accounts: fc.array(fc.record({id: fc.nat(), name: text}), {maxLength: 2}),
			isOwn: fc.boolean(),
		}),
		{maxLength: 2},
	),
	isPinned: fc.boolean(),
	isFolded: fc.boolean(),
});

const render = (
	changes: Partial<TimelineItem>,
	filePath?: string,
	versions: readonly string[] = [],
) =>
	itemHtml(
		{
			key: 'k',
			conversation: 1,
			seq: 7,
			id: undefined,
			sender: {id: 2, name: 'bob'},
			isOwn: false,
			at: 0,
			delivery: undefined,
			error: undefined,
			body: {kind: 'member-left', account: undefined, by: undefined, role: undefined},
			...changes,
		},
		{
			ownName: 'alice',
			root: '../',
			filePath,
			versions: versions.map(version => ({at: 0, text: version})),
			isFirst: true,
			pageOf: () => 'direct-bob.html',
		},
	).text;

/** Every tag that a page may have, with quoted attributes of known names only. */
const tag =
	/^<\/?(?:article|time|div|span|bdi|b|i|a|code|pre|blockquote|details|summary|ol|ul|li|p|img|audio|video)(?: (?:class|id|datetime|title|dir|href|rel|src|alt|loading|preload|width|height)="[^"<>]*"| controls)*>$/;
const address = /^(?:https?:\/\/|mailto:|direct-bob\.html#m1$|\.\.\/files\/[^/?#:\\]*$)/i;

const expectHarmless = (page: string): void => {
	for (const [found] of page.matchAll(/<[^>]*>?/g)) {
		expect(found).toMatch(tag);
	}

	for (const [, , target] of page.matchAll(/ (href|src)="([^"]*)"/g)) {
		expect(target).toMatch(address);
	}

	// Nothing turns or hides what stands beside it, and nothing reaches a terminal that prints it.
	expect(page).not.toMatch(/[\u202A-\u202E\u2066-\u2069]|(?![\t\n])\p{Cc}/u);
};

test('nothing in a message becomes anything but text', () => {
	fc.assert(
		fc.property(body, text, fc.array(text, {maxLength: 3}), (content, name, versions) => {
			const path = `files/${toFileName(content.file?.name ?? '')}`;
			expectHarmless(render({body: content, sender: {id: 2, name}}, path, versions));
			expectHarmless(render({body: content, sender: {id: 2, name}}, undefined, versions));
		}),
		{numRuns: 400},
	);
});

test('nothing in a notice becomes anything but text', () => {
	fc.assert(
		fc.property(text, text, (name, topic) => {
			const account = {id: 3, name};
			const fields = {account, by: {id: 4, name}, role: undefined, reason: topic};
			expectHarmless(render({body: {kind: 'member-banned', ...fields}}));
			expectHarmless(render({body: {kind: 'group-changed', ...fields, changes: {topic}}}));
		}),
	);
});

test.each([
	['report.html', false],
	['drawing.SVG', false],
	['page.xhtml', false],
	['no extension', false],
	['plan.pdf', true],
	['notes.TXT', true],
])('a file called %s is linked: %s', (name, isLinked) => {
	const body = messageBody('', {
		file: {id: 'A'.repeat(43), size: 1, name, kind: 'file', type: 'text/plain'},
	});
	const page = render({body}, `files/${name}`);
	expect(page.includes('href="../files/')).toBe(isLinked);
	expect(page).toContain(name);
});

test('a name is a name in an address too', () => {
	expect(localAddress('files/a?b#c%20 "d".png')).toBe('files/a%3Fb%23c%2520%20%22d%22.png');
	expect(localAddress('files/javascript:alert(1)')).toBe('files/javascript%3Aalert(1)');
});

test('a page lets nothing run, load from elsewhere or be sent', () => {
	const {text: page} = pageStart('<title>');
	const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
	expect(policy).toContain('default-src &#39;none&#39;');
	expect(policy).not.toMatch(/script-src|unsafe|https?:|\*/);
	expect(page).toContain('<title>&lt;title&gt;</title>');
});
