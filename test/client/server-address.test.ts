/** Addresses as people write them. */
import {expect, test} from 'vitest';
import {parseServerAddress} from '../../source/client/server-address.ts';

test.each([
	['chat.example.org', {host: 'chat.example.org', port: 7800, text: 'chat.example.org:7800'}],
	[
		' Chat.Example.org:7900 ',
		{host: 'chat.example.org', port: 7900, text: 'chat.example.org:7900'},
	],
	['192.168.1.5:1', {host: '192.168.1.5', port: 1, text: '192.168.1.5:1'}],
	['[::1]', {host: '::1', port: 7800, text: '[::1]:7800'}],
	[
		' WSS://Chat.Example.org ',
		{
			host: 'chat.example.org',
			port: 443,
			text: 'wss://chat.example.org/ws',
			webSocket: {isSecure: true},
		},
	],
	[
		'wss://chat.example.org:443/ws',
		{
			host: 'chat.example.org',
			port: 443,
			text: 'wss://chat.example.org/ws',
			webSocket: {isSecure: true},
		},
	],
	[
		'ws://[::1]:7800/team/ws',
		{host: '::1', port: 7800, text: 'ws://[::1]:7800/team/ws', webSocket: {isSecure: false}},
	],
	['[FE80::1%eth0]:80', {host: 'fe80::1%eth0', port: 80, text: '[fe80::1%eth0]:80'}],
])('%s', (text, expected) => {
	expect(parseServerAddress(text)).toEqual(expected);
});

test.each([
	...['', ':7800', 'a:0', 'a:65536', 'a:b', 'a b', '::1', 'http://a', '[::1', 'a/b'],
	...['wss://', 'wss://a:0', 'wss://a:65536/ws', 'wss://a@b/ws', 'wss://a/ws?x', 'wss://a/ws#x'],
	...['wss://a/%00', 'wss://a/a b', `wss://a/${'x'.repeat(101)}`, 'wss:/\x1b'],
])('"%s" is none', text => {
	expect(parseServerAddress(text)).toBeUndefined();
});
