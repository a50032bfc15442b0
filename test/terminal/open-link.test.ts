/** Only links are opened, and never by a shell. */
import {expect, test} from 'vitest';
import {openCommand, openLink} from '../../source/terminal/open-link.ts';

test.each([
	['linux', 'xdg-open', ['https://a.org/?b&c']],
	['darwin', 'open', ['https://a.org/?b&c']],
	['win32', 'rundll32', ['url.dll,FileProtocolHandler', 'https://a.org/?b&c']],
] as const)('has a program on %s', (platform, program, parameters) => {
	expect(openCommand('https://a.org/?b&c', platform)).toEqual({program, parameters});
});

test.each(['file:///etc/passwd', '-e', 'javascript:alert(1)', 'C:\\calc.exe'])(
	'does not open %s',
	async address => {
		expect(openCommand(address, 'linux')).toBeUndefined();
		await expect(openLink(address)).rejects.toThrow('Only links');
	},
);
