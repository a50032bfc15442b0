/** From the home screen to an account: address, certificate, name and password. */
import {afterEach, expect, test} from 'vitest';
import type {Client} from '../../../source/client/client-api.ts';
import {openHome} from '../../../source/ui/home/home-actions.ts';
import type {Credentials, UiServices} from '../../../source/ui/services.ts';
import {callsOf, createChatFixture} from '../../helpers/chat-fixture.ts';
import {type RenderedScreen, renderScreen} from '../../helpers/render-screen.ts';

let screen: RenderedScreen;
afterEach(() => screen.close());

const show = (services: Partial<UiServices>, columns = 80, rows = 24) => {
	screen = renderScreen({columns, rows, services, begin: openHome});
};

const pinned = {fetchFingerprint: async () => ({fingerprint: 'SHA256:a', pinned: 'SHA256:a'})};

/** Remembers what it was asked, and answers with a client or an error. */
const recorder = (answer: () => Promise<Client>) => {
	const asked: Credentials[] = [];
	return {
		asked,
		ask: async (credentials: Credentials) => {
			asked.push(credentials);
			return answer();
		},
	};
};

const openForm = async (services: Partial<UiServices>) => {
	show({...pinned, ...services});
	screen.type('c');
	screen.type('localhost');
	screen.press('enter');
	await screen.waitForText('Password');
};

test('offers known accounts by number, newest first', async () => {
	const opened: string[] = [];
	const client = createChatFixture();
	show({
		listAccounts: async () => [
			{name: 'alice', server: 'home:7800', usedAt: Date.now()},
			{name: 'bob', server: 'work:7800', usedAt: 0},
		],
		openAccount: async ({name}) => {
			opened.push(name);
			return client;
		},
	});
	await screen.waitForText('› 1  alice');
	expect(await screen.text()).toMatch(/home:7800 +today/);
	screen.type('2');
	await screen.waitForText('╭ #design');
	expect(opened).toEqual(['bob']);
	expect(callsOf(client, 'start')).toHaveLength(1);
});

test('says what is wrong with an address', async () => {
	show({});
	screen.type('c');
	screen.type('not an address');
	screen.press('enter');
	await screen.waitForText('An address looks like');
});

test('says in words why a server cannot be reached', async () => {
	show({
		fetchFingerprint: async () => {
			throw new Error('Nobody answers at nowhere:1.\x1B[2J');
		},
	});
	screen.type('c');
	screen.type('nowhere:1');
	screen.press('enter');
	await screen.waitForText('Nobody answers at nowhere:1.');
});

test('asks about a certificate that was never seen, and remembers the answer', async () => {
	const trusted: unknown[] = [];
	show({
		fetchFingerprint: async () => ({fingerprint: 'SHA256:abc', pinned: undefined}),
		trustCertificate: async (...args) => {
			trusted.push(args);
		},
	});
	screen.type('c');
	screen.type('far:7');
	screen.press('enter');
	await screen.waitForText('SHA256:abc');
	screen.press('enter');
	await screen.waitForText('Make an account · far:7');
	expect(trusted).toEqual([['far:7', 'SHA256:abc']]);
});

test('stops at a certificate that has changed', async () => {
	show({fetchFingerprint: async () => ({fingerprint: 'SHA256:b', pinned: 'SHA256:a'})});
	screen.type('c');
	screen.type('far');
	screen.press('enter');
	await screen.waitForText('certificate has changed');
	screen.press('enter');
	expect(screen.host.view.getState().route.screen).toBe('trust');
	screen.press('escape');
	await screen.waitForText('Begin');
});

test('registers, and never shows the password', async () => {
	const {asked, ask} = recorder(async () => createChatFixture());
	await openForm({register: ask});
	screen.type('zoe');
	screen.press('enter');
	screen.type('geheimnis');
	screen.press('enter');
	screen.type('geheimnis');
	const picture = await screen.text();
	expect(picture).not.toContain('geheimnis');
	expect(picture).toContain('•••••••••');
	screen.press('enter');
	await screen.waitForText('╭ #design');
	expect(asked).toEqual([{server: 'localhost:7800', name: 'zoe', password: 'geheimnis'}]);
	expect(JSON.stringify(screen.host.view.getState())).not.toContain('geheimnis');
});

test('notices before the server does that passwords differ or are short', async () => {
	await openForm({});
	screen.type('zoe');
	screen.press('tab');
	screen.type('short');
	screen.press('tab');
	screen.type('short');
	screen.press('enter');
	await screen.waitForText('A password has at least 8 characters.');
	screen.type('longer!');
	screen.press('enter');
	await screen.waitForText('The two passwords are not the same.');
});

/** The field with the cursor, as the form marks it. */
const focusedField = async () => /› ([A-Z]\w+)/.exec(await screen.text())?.[1];

test('says what is missing, and goes to the field that is wrong', async () => {
	await openForm({});
	screen.press('enter');
	await screen.waitForText('Who are you? Type a name.');
	screen.type('al ice');
	screen.press('enter');
	await screen.waitForText('This name cannot be: a name has letters and digits');
	expect(await focusedField()).toBe('Name');
	screen.press('ctrl+u');
	screen.type('alice');
	screen.press('enter', 'enter', 'enter');
	await screen.waitForText('Choose a password.');
	expect(await focusedField()).toBe('Password');
	screen.type('geheimnis');
	screen.press('enter', 'enter');
	await screen.waitForText('Type the password once more.');
	screen.type('geheimniss');
	screen.press('enter');
	await screen.waitForText('The two passwords are not the same.');
});

test.each([
	['name-invalid', 'Name'],
	['name-taken', 'Name'],
	['password-weak', 'Password'],
	['code-invalid', 'Invitation'],
	['busy', 'Once'],
])('goes to the field that the server refuses: %s', async (code, field) => {
	const {ask} = recorder(async () => {
		throw Object.assign(new Error('No, says the server.'), {code});
	});
	await openForm({register: ask});
	screen.type('zoe');
	screen.press('enter');
	screen.type('geheimnis');
	screen.press('enter');
	screen.type('geheimnis');
	screen.press('enter');
	await screen.waitForText('No, says the server.');
	expect(await focusedField()).toBe(field);
});

test('logs in, and tells what the server says against it', async () => {
	let refusals = 1;
	const {asked, ask} = recorder(async () => {
		if (refusals > 0) {
			refusals -= 1;
			throw new Error('Name and password do not match.');
		}

		return createChatFixture();
	});
	await openForm({logIn: ask});
	screen.press('ctrl+r');
	await screen.waitForText('╭ Log in');
	screen.type('zoe');
	screen.press('enter');
	screen.type('wrong');
	screen.press('enter');
	await screen.waitForText('Name and password do not match.');
	screen.type(' again');
	screen.press('enter');
	await screen.waitForText('╭ #design');
	expect(asked.map(({password}) => password)).toEqual(['wrong', 'wrong again']);
});

test('starts a server, tells how others join it, and claims it', async () => {
	const client = createChatFixture();
	client.answer('request', () => ({}));
	show({
		startServer: async () => ({
			address: 'localhost:7800',
			publicAddress: '192.168.1.5:7800',
			fingerprint: 'SHA256:own',
			adminCode: 'first-come',
		}),
		register: async () => client,
	});
	screen.type('s');
	await screen.waitForText('chat-tui connect');
	expect(await screen.text()).toContain('192.168.1.5:7800');
	expect(await screen.text()).toContain('SHA256:own');
	screen.type('zoe');
	screen.press('enter');
	screen.type('geheimnis');
	screen.press('enter');
	screen.type('geheimnis');
	screen.press('enter');
	await screen.waitForText('You run this server: you are its administrator.');
	expect(callsOf(client, 'request')).toEqual([['claim-admin', {code: 'first-come'}]]);
});

test('works on the smallest screen', async () => {
	show({listAccounts: async () => [{name: 'alice', server: 'home:7800', usedAt: 0}]}, 40, 12);
	await screen.waitForText('› 1  alice');
	expect(await screen.text()).toContain('C  Connect to a server');
	expect(await screen.text()).toContain('Start a server on this comput');
});

test('the cursor stands in the field that is typed into', async () => {
	show({});
	screen.type('c');
	screen.type('höst');
	const rows = await screen.rows();
	const row = rows.findIndex(one => one.includes('höst'));
	expect(screen.emulator.cursor()).toEqual({
		x: (rows[row]?.indexOf('höst') ?? 0) + 4,
		y: row,
		isVisible: true,
	});
});
