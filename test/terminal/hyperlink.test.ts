/** Links reach the terminal as OSC 8, with addresses that can do nothing else there. */
import {expect, test} from 'vitest';
import {hyperlink, linkAddress} from '../../source/terminal/hyperlink.ts';

test('wraps the text in the sequence', () => {
	expect(hyperlink('here', 'https://example.org/a')).toBe(
		'\x1b]8;;https://example.org/a\x1b\\here\x1b]8;;\x1b\\',
	);
});

test('writes in percent codes what the sequence does not take', () => {
	expect(linkAddress('https://example.org/日本 \x07\x1b\\')).toBe(
		'https://example.org/%E6%97%A5%E6%9C%AC%20%07%1B\\',
	);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', `https://a.org/${'x'.repeat(2_000)}`])(
	'leaves the text alone for %.30s',
	address => {
		expect(hyperlink('here', address)).toBe('here');
	},
);
