/** What helps to run a server as a service holds: the unit is valid and tight, the image copies what there is. */
import {execFile} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {
	environmentName,
	readSettings,
} from '../source/commands/server-configuration/read-settings.ts';
import {settingNames} from '../source/commands/server-configuration/settings.ts';
import {temporaryFolder} from './helpers/temporary-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const unit = readFileSync(join(root, 'contrib/chat-tui.service'), 'utf8');
const image = readFileSync(join(root, 'contrib/Dockerfile'), 'utf8');
const compose = readFileSync(join(root, 'contrib/compose.yaml'), 'utf8');
const run = promisify(execFile);
const hasSystemd = existsSync('/usr/bin/systemd-analyze');
/** Of systemd's scale from 0 (tight) to 10 (open), in tenths. */
const exposureMax = '20';

if (!hasSystemd) {
	process.stderr.write('There is no systemd-analyze here: the unit is not verified.\n');
}

describe.skipIf(!hasSystemd)('the unit', () => {
	/** systemd wants the program to be there. */
	const writeUnit = (): string => {
		const file = join(temporaryFolder(), 'chat-tui.service');
		writeFileSync(file, unit.replace('/usr/local/bin/chat-tui', process.execPath));
		return file;
	};

	test('is understood by systemd', async () => {
		const {stdout, stderr} = await run('systemd-analyze', ['verify', '--man=no', writeUnit()]);
		expect(stdout + stderr).toBe('');
	});

	test('leaves the server little of the machine', async () => {
		const {stdout} = await run('systemd-analyze', [
			'security',
			'--offline=true',
			'--no-pager',
			`--threshold=${exposureMax}`,
			writeUnit(),
		]);
		expect(stdout).toContain('Overall exposure level');
	});
});

test('the flags of the unit are settings of a server', () => {
	const [, command = ''] = /^ExecStart=\S+ --serve (.*)$/m.exec(unit) ?? [];
	const names = [...command.matchAll(/--([\w-]+)/g)].map(([, name]) => name);
	expect(names.length).toBeGreaterThan(2);
	expect(names.filter(name => name !== 'config' && !settingNames.includes(name as never))).toEqual(
		[],
	);
});

test('the variables of the image are settings of a server', () => {
	const variables = Object.fromEntries(
		[...image.matchAll(/^\s*(CHAT_TUI_\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]),
	);
	expect(Object.keys(variables)).toContain(environmentName('data'));
	expect(readSettings({}, variables).values).toMatchObject({data: '/data', 'log-format': 'json'});
});

test('the image copies only what is there', () => {
	const copied = [...image.matchAll(/^COPY (?!--)(.*) \S+$/gm)].flatMap(([, names = '']) =>
		names.split(' '),
	);
	expect(copied).toContain('package-lock.json');
	expect(copied.filter(name => !existsSync(join(root, name)))).toEqual([]);
});

test('the variables of the nodes in the compose file are settings of a server', () => {
	const variables = Object.fromEntries(
		[...compose.matchAll(/^\s*(CHAT_TUI_\w+): (.+)$/gm)].map(([, name = '', value = '']) => [
			name,
			value.replace(/\$\{(\w+):[-?][^}]*\}/, '$1').replace(/^\$\{.*/, 'chat'),
		]),
	);
	expect(readSettings({}, variables).values).toMatchObject({
		postgres: 'postgres://chat:POSTGRES_PASSWORD@postgres/chat',
		redis: 'redis://redis',
		'proxy-from': expect.anything(),
	});
});

test('nginx in the compose file comes from the address that the nodes believe, and knows all of them', () => {
	const [, believed] = /PROXY_FROM: (\S+)/.exec(compose) ?? [];
	const [, address] = /ipv4_address: (\S+)/.exec(compose) ?? [];
	expect(address).toBe(believed);
	const nodes = [...compose.matchAll(/^ {2}(node-\d+):$/gm)].map(([, name]) => name);
	const upstreams = [...compose.matchAll(/^\s+server (\S+):7800 /gm)].map(([, name]) => name);
	expect(nodes).toHaveLength(3);
	expect(upstreams).toEqual(nodes);
});
