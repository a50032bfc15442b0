/** The settings of a server: which source wins, and what a person reads when one is wrong. */
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {CommandFlags} from '../../source/commands/command-flags.ts';
import {readMetricsToken} from '../../source/commands/read-metrics-token.ts';
import {
	printSettings,
	readSettings,
} from '../../source/commands/server-configuration/read-settings.ts';
import {holdsPassword} from '../../source/commands/server-configuration/settings.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const writeConfig = (content: string): string => {
	const file = join(temporaryFolder(), 'server.conf');
	writeFileSync(file, content);
	return file;
};

const read = (content: string, environment: NodeJS.ProcessEnv = {}, flags: CommandFlags = {}) =>
	readSettings({config: writeConfig(content), ...flags}, environment).values;

test('flags win over the environment, which wins over the file, which wins over the defaults', () => {
	const file = 'host = 10.0.0.1\nport = 1\nregistration = closed\n';
	const environment = {CHAT_TUI_SERVER_PORT: '2', CHAT_TUI_SERVER_REGISTRATION: 'invite'};
	expect(read(file, environment, {port: '3'})).toMatchObject({
		host: '10.0.0.1',
		port: 3,
		registration: 'invite',
		'log-level': 'info',
	});
});

test('a file may have comments, blanks and line ends of any system', () => {
	const values = read('\uFEFF# ours\r\n\r\n  server-name =  Home = sweet # home  \r\ninsecure=yes');
	expect(values).toMatchObject({'server-name': 'Home = sweet # home', insecure: true});
});

test('flags without a value mean yes and no', () => {
	expect(read('insecure = no', {}, {insecure: true, rateLimits: false})).toMatchObject({
		insecure: true,
		'rate-limits': false,
	});
});

test('lists are read item by item, and may be empty', () => {
	expect(read('proxy-from = 10.0.0.1, fd00::/8\nweb-origins =\n')).toMatchObject({
		'proxy-from': ['10.0.0.1', 'fd00::/8'],
		'web-origins': [],
	});
});

test('what is printed is a configuration that means the same', () => {
	const chosen = readSettings(
		{config: writeConfig('port = 7\nserver-name = Möwe'), data: '/d'},
		{},
	);
	const printed = printSettings(chosen);
	expect(printed).toContain('# From: --data\ndata = /d\n');
	expect(readSettings({config: writeConfig(printed)}, {}).values).toEqual(chosen.values);
});

test.each([
	['port = 70000', 'server.conf:1'],
	['port = -1', 'a number from 0 to 65535, not "-1"'],
	['port = 1e3', 'a number from 0 to 65535'],
	['registration = maybe', 'one of open, invite, closed'],
	['insecure = true', 'one of yes, no'],
	['proxy-from = 10.0.0.1, proxy.example', 'addresses or ranges of addresses such as 10.0.0.0/8'],
	['proxy-from = 10.0.0.0/33', 'addresses or ranges of addresses'],
	['proxy-from = 10.0.0.1,', 'separated by commas'],
	['web-origins = chat.example', 'origins such as https://chat.example'],
	['web-origins = https://chat.example/', 'origins such as https://chat.example'],
	['web-origins = *', 'origins such as https://chat.example'],
	['data =', 'the name of a folder'],
	['data = ~/chat', '~ and quotes are for shells'],
	['data = "/srv/chat"', '~ and quotes are for shells'],
	['server-name = a\u001b[2Jb', 'no control characters'],
	[`server-name = ${'x'.repeat(101)}`, 'at most 100 characters'],
	['node-name = my node', 'a name without blanks'],
	[`node-name = ${'x'.repeat(256)}`, 'at most 255 characters'],
	['redis = redis://', 'an address with a host, such as redis://HOST:PORT'],
	['redis = redis:///0', 'an address with a host'],
	['\n\nprot = 1', 'server.conf:3 names no setting: prot'],
	['port 7800', 'server.conf:1 is not "name = value"'],
	['port = 1\nport = 2', 'server.conf:2 sets port a second time'],
	['__proto__ = 1', 'names no setting'],
	[`# ${'x'.repeat(70_000)}`, 'is longer than 65536 bytes'],
])('%j is refused with its place and the reason', (content, reason) => {
	expect(() => read(content)).toThrow(reason);
});

test('a variable that is no setting is refused: it may be a misspelt one', () => {
	expect(() => read('', {CHAT_TUI_SERVER_PROT: '1'})).toThrow('CHAT_TUI_SERVER_PROT');
});

test('a file that was named must be there', () => {
	expect(() => readSettings({config: '/no/such/file'}, {})).toThrow('/no/such/file cannot be read');
	expect(() => readSettings({}, {CHAT_TUI_SERVER_CONFIG: '/no/such/file'})).toThrow(
		'cannot be read',
	);
});

test('an empty name of a file names none', () => {
	expect(readSettings({}, {CHAT_TUI_SERVER_CONFIG: ''}).written.get('port')?.source).toBe(
		'default',
	);
});

test('a token is read of a file alone: a pipe would keep the start waiting', () => {
	const pipe = join(temporaryFolder(), 'token');
	execFileSync('mkfifo', ['-m', '600', pipe]);
	expect(() => readMetricsToken(pipe)).toThrow('must be a token');
});

test('an address shows its server, and its password to nobody', () => {
	const postgres = 'postgres://chat:hunter2hunter2@db.internal:5433/chat?sslmode=require';
	const chosen = readSettings(
		{config: writeConfig('redis = redis://:hunter3hunter3@redis.internal\n')},
		{CHAT_TUI_SERVER_POSTGRES: postgres},
	);
	const printed = printSettings(chosen);
	expect(printed).toContain('postgres = postgres://chat:***@db.internal:5433/chat?sslmode=require');
	expect(printed).toContain('redis = redis://:***@redis.internal');
	expect(printed).not.toMatch(/hunter/);
	expect(printed.match(/^# The password is not printed/gm)).toHaveLength(2);
	expect(chosen.values.postgres).toBe(postgres);
	expect(() => read('postgres = mysql://chat:hunter4@db\n')).toThrow(
		/^--postgres takes an address that begins with postgres:\/\/, not this one \(.*:1\)\.$/,
	);
	expect([
		holdsPassword(postgres),
		holdsPassword('postgres://chat@db/chat'),
		holdsPassword(''),
	]).toEqual([true, false, false]);
});
